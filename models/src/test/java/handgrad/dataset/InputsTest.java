package handgrad.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.program.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same three samples of two values, as floats and as bytes. */
class InputsTest {
    private static final float[] VALUES = {0, 255, 128, 1, 51, 254};

    private static Stream<Inputs> ways() {
        final byte[] bytes = {0, (byte) 255, (byte) 128, 1, 51, (byte) 254};
        return Stream.of(new Inputs.Reals(VALUES), new Inputs.Pixels(bytes, PixelScale.RAW));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void allWaysHoldTheSameValues(Inputs inputs) {
        assertEquals(6, inputs.size());
        assertArrayEquals(VALUES, inputs.floats());
        for (int i = 0; i < VALUES.length; i++) {
            assertEquals(VALUES[i], inputs.at(i));
        }
        assertArrayEquals(new float[] {0, 255, 128, 1}, inputs.first(4).floats());
        assertArrayEquals(
                new float[] {51, 254, 0, 255, 51, 254},
                inputs.rows(new int[] {2, 0, 2}, 2).floats());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aDatasetTakesItsFirstSamples(Inputs inputs) {
        final Dataset three = new Dataset("three", Shape.of(2), inputs, new Targets.Classes(new int[] {0, 1, 2}, 3));
        final Dataset two = three.first(2);
        assertEquals(2, two.count());
        assertArrayEquals(new float[] {0, 255, 128, 1}, two.inputs().floats());
    }

    /** The float nearest to b / 255, which IEEE 754 division of the floats b and 255 gives. */
    @Test
    void pixelsAreDividedBy255() {
        for (int value = 0; value < 256; value++) {
            final Inputs pixel = new Inputs.Pixels(new byte[] {(byte) value}, PixelScale.UNIT);
            assertEquals((float) (value / 255.0), pixel.at(0));
            assertEquals((float) (value / 255.0), pixel.floats()[0]);
        }
    }
}
