package handgrad.backend.cpu.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.ScalarFunctions;
import handgrad.backend.cpu.loop.LoopKind;
import handgrad.backend.cpu.loop.Loops;
import handgrad.dataset.PixelScale;
import handgrad.loss.SampleLosses;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The elementary functions: close to the true values everywhere, and the same bits from vectors as from scalars. */
class FunctionsTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-30f,
        9.01f,
        9.02f,
        9.03f,
        -87.4f,
        -103f,
        -104.5f,
        88.7f,
        88.8f,
        89.1f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    @FunctionalInterface
    private interface FloatFunction {
        float apply(float x);
    }

    @Test
    void tanhIsWithinSixUnits() {
        assertClose(ScalarFunctions::tanh, StrictMath::tanh, -20, 20, 6);
        assertClose(ScalarFunctions::tanh, StrictMath::tanh, -1e-3, 1e-3, 2);
        assertEquals(1f, ScalarFunctions.tanh(Float.POSITIVE_INFINITY));
        assertEquals(-1f, ScalarFunctions.tanh(-1e30f));
        assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(ScalarFunctions.tanh(-0f)));
        assertTrue(Float.isNaN(ScalarFunctions.tanh(Float.NaN)));
        for (float x = 0; x < 20; x += 1e-3f) {
            assertTrue(ScalarFunctions.tanh(x) <= 1f, "1 − tanh² must not be negative, at " + x);
        }
    }

    @Test
    void expIsWithinTwoUnits() {
        assertClose(ScalarFunctions::exp, StrictMath::exp, -87.3, 88.7, 2);
        // Subnormal results are rounded twice.
        assertClose(ScalarFunctions::exp, StrictMath::exp, -103, -87.3, 2);
        assertEquals(1f, ScalarFunctions.exp(0f));
        assertEquals(0f, ScalarFunctions.exp(Float.NEGATIVE_INFINITY));
        assertEquals(0f, ScalarFunctions.exp(-1000f));
        assertEquals(Float.POSITIVE_INFINITY, ScalarFunctions.exp(1000f));
        assertTrue(Float.isNaN(ScalarFunctions.exp(Float.NaN)));
    }

    @Test
    void logIsWithinTwoUnits() {
        assertClose(ScalarFunctions::log, StrictMath::log, 0.01, 10, 2);
        assertClose(ScalarFunctions::log, StrictMath::log, 0.999, 1.001, 2);
        assertClose(ScalarFunctions::log, StrictMath::log, 10, 1e30, 2);
        assertEquals(0f, ScalarFunctions.log(1f));
        assertEquals(Float.POSITIVE_INFINITY, ScalarFunctions.log(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(ScalarFunctions.log(Float.NaN)));
    }

    /** Also below 0, down to where the logarithm of 1 + u is no longer that of a number near 1. */
    @Test
    void log1pIsWithinTwoUnits() {
        assertClose(ScalarFunctions::log1p, StrictMath::log1p, -0.29, 0.5, 2);
        assertClose(ScalarFunctions::log1p, StrictMath::log1p, -1e-3, 1e-3, 2);
        assertClose(ScalarFunctions::log1p, StrictMath::log1p, 0.5, 1e30, 2);
        assertEquals(Float.POSITIVE_INFINITY, ScalarFunctions.log1p(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(ScalarFunctions.log1p(Float.NaN)));
    }

    @Test
    void sigmoidIsPreciseInBothTails() {
        assertClose(ScalarFunctions::sigmoid, FunctionsTest::exactSigmoid, -60, 20, 1.1);
        // Near the subnormal numbers what rounding lost is lost itself.
        assertClose(ScalarFunctions::sigmoid, FunctionsTest::exactSigmoid, -87, 30, 2);
        assertEquals(0.5f, ScalarFunctions.sigmoid(0f));
        assertEquals(1f, ScalarFunctions.sigmoid(Float.POSITIVE_INFINITY));
        assertEquals(0f, ScalarFunctions.sigmoid(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(ScalarFunctions.sigmoid(Float.NaN)));
    }

    private static double exactSigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    @Test
    void logisticLossIsPreciseInBothTails() {
        // softplus(x) is the loss of the score −x and the label 1.
        final ElementwiseLoop loss = Loops.of(LoopKind.PLAIN, SampleLosses.LOGISTIC.forward());
        final FloatFunction softplus = x -> {
            final float[] result = new float[1];
            loss.run(new float[] {-x}, 0, new float[] {1}, 0, result, 0, 0f, result, 0, 1);
            return result[0];
        };
        assertClose(softplus, x -> Math.max(0, x) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))), -87, 100, 4);
        assertEquals(Float.POSITIVE_INFINITY, softplus.apply(Float.POSITIVE_INFINITY));
        assertEquals(0f, softplus.apply(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(softplus.apply(Float.NaN)));
    }

    @Test
    void vectorsGiveTheBitsOfTheScalars() {
        assertTwins(ScalarFunctions::tanh, VectorFunctions::tanh);
        assertTwins(ScalarFunctions::exp, VectorFunctions::exp);
        assertTwins(ScalarFunctions::sigmoid, VectorFunctions::sigmoid);
        assertTwins(x -> ScalarFunctions.log(Math.abs(x)), x -> VectorFunctions.log(x.abs()));
        assertTwins(
                x -> ScalarFunctions.log1p(x < -0.29f ? -0.29f : x),
                x -> VectorFunctions.log1p(x.blend(-0.29f, x.compare(VectorOperators.LT, -0.29f))));
    }

    /** All bytes, from an odd place on, with a few left over that fill no vector. */
    @ParameterizedTest
    @EnumSource(PixelScale.class)
    void vectorsMakeTheSameFloatsOfPixels(PixelScale scale) {
        final byte[] pixels = new byte[1 + 256 + 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i - 1);
        }
        final float[] floats = new float[pixels.length];
        VectorPixels.toFloats(pixels, 1, scale.table(), floats, 1, pixels.length - 1);
        for (int i = 1; i < pixels.length; i++) {
            assertEquals(scale.toFloat(pixels[i]), floats[i], "pixel " + (pixels[i] & 0xff));
        }
    }

    /** Dense and random samples of an interval, the error in units of the last place of the true value. */
    private static void assertClose(
            FloatFunction function, DoubleUnaryOperator truth, double low, double high, double units) {
        final Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            final double place = i < 100_000 ? i / 100_000.0 : random.nextDouble();
            final float x = (float) (low + (high - low) * place);
            final double expected = truth.applyAsDouble(x);
            final double error = Math.abs(function.apply(x) - expected) / Math.ulp((float) expected);
            assertTrue(error <= units, "at " + x + ": " + error + " units");
        }
    }

    private static void assertTwins(FloatFunction scalar, UnaryOperator<FloatVector> vector) {
        final int lanes = VectorFunctions.SPECIES.length();
        final Random random = new Random(3);
        final float[] x = new float[lanes * 2000];
        for (int i = 0; i < x.length; i++) {
            x[i] = switch (i % 4) {
                case 0 -> SPECIAL[i / 4 % SPECIAL.length];
                case 1 -> (float) random.nextGaussian();
                case 2 -> (float) (random.nextGaussian() * 60);
                default -> Float.intBitsToFloat(random.nextInt());
            };
        }
        final int[] expected = new int[x.length];
        final int[] actual = new int[x.length];
        final float[] y = new float[x.length];
        for (int i = 0; i < x.length; i += lanes) {
            vector.apply(FloatVector.fromArray(VectorFunctions.SPECIES, x, i)).intoArray(y, i);
        }
        for (int i = 0; i < x.length; i++) {
            // One NaN is as good as another.
            expected[i] = Float.floatToIntBits(scalar.apply(x[i]));
            actual[i] = Float.floatToIntBits(y[i]);
        }
        assertArrayEquals(expected, actual);
    }
}
