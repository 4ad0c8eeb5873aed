package handgrad.kernels.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The functions against {@link StrictMath} in double precision, at about a million floats of every size. */
class ElementaryFunctionsTest {
    /** The distance between sampled floats, a prime, so that the samples have all patterns of low bits. */
    private static final int STRIDE = 3001;

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private interface FloatFunction {
        float applyAsFloat(float x);
    }

    /**
     * Checks the largest error over floats of both signs, in ulp of the exact result; units of 2⁻¹⁴⁹ for subnormal
     * results.
     */
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
        for (float t = -0.29f; t < 0; t += 1e-6f) {
            checkAt(3, ElementaryFunctions::logOnePlus, StrictMath::log1p, t);
        }
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

    /** Within 1 ulp, and exact for squares of an integer times a power of 2. */
    @Test
    void squareRootIsWithinOneUlp() {
        check(1, ElementaryFunctions::squareRoot, StrictMath::sqrt, 0f, Float.MAX_VALUE, false);
        check(1, ElementaryFunctions::squareRoot, StrictMath::sqrt, 0.5f, 2f, false);
        for (int root = 1; root < 4096; root++) {
            assertEquals(root * 0x1p-30f, ElementaryFunctions.squareRoot(root * root * 0x1p-60f));
        }
        assertEquals(0f, ElementaryFunctions.squareRoot(0f));
        assertEquals(-0f, ElementaryFunctions.squareRoot(-0f));
        assertEquals(INFINITY, ElementaryFunctions.squareRoot(INFINITY));
        assertEquals(Float.NaN, ElementaryFunctions.squareRoot(-Float.MIN_VALUE));
        assertEquals(Float.NaN, ElementaryFunctions.squareRoot(-INFINITY));
        assertEquals(Float.NaN, ElementaryFunctions.squareRoot(Float.NaN));
    }

    @Test
    void notANumberAndInfinityAreSoForAnyArgument() {
        for (final float any : new float[] {0, -0f, 1, -3, 7, 1e-45f, INFINITY, -INFINITY, Float.NaN}) {
            assertEquals(Float.NaN, ElementaryFunctions.notANumber(any));
            assertEquals(INFINITY, ElementaryFunctions.infinity(any));
        }
    }

    @Test
    void absoluteIsExact() {
        check(0, ElementaryFunctions::absolute, Math::abs, 0f, Float.MAX_VALUE, true);
        assertEquals(0f, ElementaryFunctions.absolute(-0f));
        assertEquals(INFINITY, ElementaryFunctions.absolute(-INFINITY));
        assertEquals(Float.NaN, ElementaryFunctions.absolute(Float.NaN));
    }
}
