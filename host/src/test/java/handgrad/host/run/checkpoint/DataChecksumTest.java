package handgrad.host.run.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.program.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A run folder of a release that stored pixels as floats must still be recognised. */
class DataChecksumTest {
    /** More values than are summed at a time. */
    private static final int SIZE = 40_000;

    @Test
    void pixelsHaveTheSumOfTheirFloats() {
        final byte[] bytes = new byte[SIZE];
        new Random(3).nextBytes(bytes);
        final Inputs pixels = new Inputs.Pixels(bytes, PixelScale.UNIT);
        final String sum = sum(new Inputs.Reals(PixelScale.UNIT.toFloats(bytes)));
        assertEquals(sum, sum(pixels));
        bytes[SIZE - 1]++;
        assertNotEquals(sum, sum(pixels));
    }

    private static String sum(Inputs inputs) {
        final Dataset dataset = new Dataset("noise", Shape.of(SIZE / 2), inputs, new Targets.Classes(new int[2], 1));
        return DataChecksum.of(new Split("noise", dataset, dataset));
    }
}
