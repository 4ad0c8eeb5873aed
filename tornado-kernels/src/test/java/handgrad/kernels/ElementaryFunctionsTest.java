package handgrad.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The functions against {@link StrictMath} in double precision, at about a million floats of every size. */
class ElementaryFunctionsTest {
    /** Every so-manieth float; a prime, so that the samples fall on all patterns of the low bits. */
    private static final int STRIDE = 3001;

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private interface FloatFunction {
        float applyAsFloat(float x);
    }

    /** The largest error, in ulp of the exact result, over floats of both signs; of subnormal results, units of 2⁻¹⁴⁹ are meant. */
    private static void check(
            double allowed,
            FloatFunction function,
            DoubleUnaryOperator exact,
            float from,
            float to,
            boolean negativesToo) {
        final int last = Float.floatToIntBits(to);
        for (int bits = Float.floatToIntBits(from); bits <= last; bits += STRIDE) {
            checkAt(allowed, function, exact, Float.intBitsToFloat(bits));
            if (negativesToo) {
                checkAt(allowed, function, exact, -Float.intBitsToFloat(bits));
            }
        }
    }

    private static void checkAt(double allowed, FloatFunction function, DoubleUnaryOperator exact, float x) {
        final double expected = exact.applyAsDouble(x);
        final float actual = function.applyAsFloat(x);
        if (Math.abs(expected) > Float.MAX_VALUE) {
            assertTrue(Float.isInfinite(actual), () -> x + " gives " + actual + ", not " + expected);
        } else {
            final double ulps = Math.abs(actual - expected) / Math.ulp((float) expected);
            assertTrue(ulps <= allowed, () -> x + " gives " + actual + ", not " + expected + ": " + ulps + " ulp");
        }
    }

    @Test
    void hyperbolicTangentIsWithinFiveUlp() {
        check(5, ElementaryFunctions::hyperbolicTangent, StrictMath::tanh, 0f, Float.MAX_VALUE, true);
        check(5, ElementaryFunctions::hyperbolicTangent, StrictMath::tanh, 0.25f, 10f, true);
    }

    @Test
    void hyperbolicTangentIsOddAndBounded() {
        for (float x = 0; x < 10; x += 1e-4f) {
            final float y = ElementaryFunctions.hyperbolicTangent(x);
            assertEquals(-y, ElementaryFunctions.hyperbolicTangent(-x));
            assertTrue(y <= 1);
        }
        assertEquals(1f, ElementaryFunctions.hyperbolicTangent(9.02f));
        assertEquals(1f, ElementaryFunctions.hyperbolicTangent(INFINITY));
        assertEquals(-1f, ElementaryFunctions.hyperbolicTangent(-INFINITY));
        assertEquals(-0f, ElementaryFunctions.hyperbolicTangent(-0f));
        assertEquals(Float.MIN_VALUE, ElementaryFunctions.hyperbolicTangent(Float.MIN_VALUE));
        assertEquals(Float.NaN, ElementaryFunctions.hyperbolicTangent(Float.NaN));
    }

    @Test
    void exponentialIsWithinTwoUlp() {
        check(2, ElementaryFunctions::exponential, StrictMath::exp, 0f, Float.MAX_VALUE, true);
        assertEquals(1f, ElementaryFunctions.exponential(0f));
        assertEquals(1f, ElementaryFunctions.exponential(-0f));
        assertEquals(INFINITY, ElementaryFunctions.exponential(INFINITY));
        assertEquals(0f, ElementaryFunctions.exponential(-INFINITY));
        assertEquals(Float.NaN, ElementaryFunctions.exponential(Float.NaN));
    }

    @Test
    void logOnePlusIsWithinThreeUlp() {
        check(3, ElementaryFunctions::logOnePlus, StrictMath::log1p, 0f, Float.MAX_VALUE, false);
        assertEquals(0f, ElementaryFunctions.logOnePlus(0f));
        assertEquals(INFINITY, ElementaryFunctions.logOnePlus(INFINITY));
        assertEquals(Float.NaN, ElementaryFunctions.logOnePlus(Float.NaN));
    }

    @Test
    void sigmoidIsWithinThreeUlp() {
        check(3, ElementaryFunctions::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), 0f, Float.MAX_VALUE, true);
        assertEquals(0.5f, ElementaryFunctions.sigmoid(0f));
        assertEquals(1f, ElementaryFunctions.sigmoid(INFINITY));
        assertEquals(0f, ElementaryFunctions.sigmoid(-INFINITY));
        assertEquals(Float.NaN, ElementaryFunctions.sigmoid(Float.NaN));
    }

    @Test
    void softplusIsWithinFourUlp() {
        check(
                4,
                ElementaryFunctions::softplus,
                x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))),
                0f,
                Float.MAX_VALUE,
                true);
        assertEquals(INFINITY, ElementaryFunctions.softplus(INFINITY));
        assertEquals(0f, ElementaryFunctions.softplus(-INFINITY));
        assertEquals(Float.NaN, ElementaryFunctions.softplus(Float.NaN));
    }
}
