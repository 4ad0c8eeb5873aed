package handgrad.rounding;

/** The constants of float32 rounding that the tolerances are made of. */
public final class Rounding {
    /** The unit roundoff u: one operation is off by at most u times its exact result. */
    public static final double UNIT = 0x1p-24;

    /** The smallest normal float, ν. A device may take anything smaller, read or computed, for zero (OpenCL 1.2, section 7.5.3). */
    public static final double SMALLEST = Float.MIN_NORMAL;

    /**
     * A transcendental function may be off by 16 u = 8 ulp: OpenCL 1.2 (section 7.4) allows its tanh 5 ulp, its exp 3 and
     * a division 2.5, so a sigmoid about 6; the rational tanh of a CPU takes 5.
     */
    public static final double TRANSCENDENTAL = 16;

    /** What may be lost: a few steps of an elementwise function may each flush a subnormal number. */
    public static final double FLUSHED = 4 * SMALLEST;

    private Rounding() {}

    /**
     * How many times u·Σ|terms| the sum of n products may be off. Never more than n + 2 (each term passes at most n + 1 roundings, and one
     * more for second-order effects). Rounding errors are as good as independent with mean zero, so that with overwhelming probability it is
     * λ·√n (Higham and Mary, A new approach to probabilistic rounding error analysis, 2019: fails with probability 2·e^(−λ²/2)); λ = 6,
     * that is 3·10⁻⁸. Holds for every order of summation.
     *
     * @param n the number of terms
     * @return the factor
     */
    public static double growth(int n) {
        return Math.min(n + 2, 6 * Math.sqrt(n + 2));
    }
}
