package handgrad.rounding;

/** Constants of float32 rounding, from which tolerances are derived. */
public final class Rounding {
    /** The unit roundoff u: the error of one operation is at most u times its exact result. */
    public static final double UNIT = 0x1p-24;

    /**
     * The smallest normal float, ν. A device may flush smaller operands and results to zero (OpenCL 1.2, section
     * 7.5.3).
     */
    public static final double SMALLEST = Float.MIN_NORMAL;

    /**
     * The error of a transcendental function, 16 u = 8 ulp. OpenCL 1.2 (section 7.4) allows 5 ulp for tanh, 3 for exp
     * and 2.5 for a division, so about 6 for a sigmoid; the rational tanh of the CPU backend has 5.
     */
    public static final double TRANSCENDENTAL = 16;

    /** The error from flushing: several intermediate results of an elementwise function may be flushed. */
    public static final double FLUSHED = 4 * SMALLEST;

    private Rounding() {}

    /**
     * The error bound of a sum of n products in units of u·Σ|terms|, for any order of summation. It never exceeds n +
     * 2: each term has at most n + 1 roundings, plus one for second-order effects. If rounding errors are independent
     * with mean zero, it exceeds λ·√n only with probability 2·e^(−λ²/2) (Higham and Mary, A new approach to
     * probabilistic rounding error analysis, 2019), which is 3·10⁻⁸ for λ = 6.
     *
     * @param n the number of terms
     * @return the factor
     */
    public static double growth(int n) {
        return Math.min(n + 2, 6 * Math.sqrt(n + 2));
    }
}
