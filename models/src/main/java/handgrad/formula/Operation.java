package handgrad.formula;

/**
 * The operations of an {@link Expression}, on operands a, b, c, d. They are defined on real numbers; backends may round
 * differently, within the bounds of {@link ErrorAnalysis}.
 */
public enum Operation {
    /** A number. */
    CONSTANT(0),
    /** An element of a tensor, or a scalar that is the same for all elements. */
    ARGUMENT(0),
    /** −a. */
    NEGATE(1),
    /** |a|. */
    ABS(1),
    /** −1, 0 or 1 for a below, equal to or above 0; NaN for NaN. */
    SIGN(1),
    /** √a. */
    SQRT(1),
    /** e^a. */
    EXP(1),
    /** e^a − 1, without cancellation near 0. */
    EXPM1(1),
    /** The natural logarithm of a. */
    LOG(1),
    /** log(1 + a), without loss of digits near 0. */
    LOG1P(1),
    /** log(1 + a) for a ≥ −0.29, the primitive that backends implement. */
    LOG1P_ABOVE(1),
    /** tanh a. */
    TANH(1),
    /** σ(a) = 1 / (1 + e^−a). */
    SIGMOID(1),
    /** erf a = 2/√π ∫₀^a e^(−t²) dt. */
    ERF(1),
    /** a + b. */
    PLUS(2),
    /** a − b. */
    MINUS(2),
    /** a · b. */
    TIMES(2),
    /** a / b. */
    OVER(2),
    /** The smaller of a and b; NaN if either is. */
    MIN(2),
    /** The larger of a and b; NaN if either is. */
    MAX(2),
    /** a · b + c, rounded once on devices with fused multiply-add, twice on others. */
    FMA(3),
    /** c where a &lt; b, else d (also where a or b is NaN). */
    SELECT_LESS(4),
    /** c where a ≤ b, else d (also where a or b is NaN). */
    SELECT_LESS_OR_EQUAL(4),
    /** c where a = b, else d (also where a or b is NaN). */
    SELECT_EQUAL(4);

    private final int operands;

    Operation(int operands) {
        this.operands = operands;
    }

    /**
     * The number of operands.
     *
     * @return 0 to 4
     */
    public int operands() {
        return operands;
    }

    /**
     * Whether the operation selects c or d by comparing a and b.
     *
     * @return true for the three selects
     */
    public boolean isSelect() {
        return this == SELECT_LESS || this == SELECT_LESS_OR_EQUAL || this == SELECT_EQUAL;
    }
}
