package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.dataset.BinaryCoding;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.program.Shape;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The real files, where {@code $HANDGRAD_DATA} names a folder that holds them. */
@EnabledIfEnvironmentVariable(named = DataEnvironment.DATA_VARIABLE, matches = ".+")
class RealMnistTest {
    @Test
    void isTheOneThatWasPublished() {
        final LocatedFiles located = new DataLocator(DataEnvironment.current())
                .locate(PublishedSet.MNIST, Optional.empty())
                .orElseThrow();
        final ReadSet content = ReadSet.read(located);
        assertTrue(content.isOriginal());
        final Split split = content.toSplit(PixelScale.RAW);
        assertEquals(60_000, split.train().count());
        assertEquals(10_000, split.test().count());
        assertEquals(Shape.of(1, 28, 28), split.train().sampleShape());
        assertArrayEquals(new int[] {5, 0, 4, 1, 9}, firstLabels(split.train().targets()));
        assertArrayEquals(new int[] {7, 2, 1, 0, 4}, firstLabels(split.test().targets()));
        // The published mean of the training pixels, 0.1307 of 255 to four digits.
        double sum = 0;
        for (final float pixel : split.train().inputs().floats()) {
            sum += pixel;
        }
        assertEquals(0.1307, sum / split.train().inputs().size() / 255, 5e-5);
        final Split pair = new BinaryDigits(4, 9, BinaryCoding.MINUS_PLUS_ONE).of(split, "mnist-4-9");
        assertEquals(11_791, pair.train().count());
        assertEquals(1_991, pair.test().count());
    }

    private static int[] firstLabels(Targets targets) {
        return Arrays.copyOf(((Targets.Classes) targets).labels(), 5);
    }
}
