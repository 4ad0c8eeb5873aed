package handgrad.formula;

/** The functions of formulas, for static import. */
public final class Terms {
    private Terms() {}

    /**
     * A number.
     *
     * @param value the number
     * @return the term
     */
    public static Expression number(double value) {
        return Expression.constant(value);
    }

    /**
     * |x|.
     *
     * @param x any
     * @return the term
     */
    public static Expression abs(Expression x) {
        return Expression.of(Operation.ABS, x);
    }

    /**
     * −1, 0 or 1 for x below, equal to or above 0.
     *
     * @param x any
     * @return the term
     */
    public static Expression sign(Expression x) {
        return Expression.of(Operation.SIGN, x);
    }

    /**
     * √x.
     *
     * @param x at least 0; NaN below
     * @return the term
     */
    public static Expression sqrt(Expression x) {
        return Expression.of(Operation.SQRT, x);
    }

    /**
     * e^x.
     *
     * @param x any
     * @return the term
     */
    public static Expression exp(Expression x) {
        return Expression.of(Operation.EXP, x);
    }

    /**
     * e^x − 1, without cancellation near 0.
     *
     * @param x any
     * @return the term
     */
    public static Expression expm1(Expression x) {
        return Expression.of(Operation.EXPM1, x);
    }

    /**
     * The natural logarithm.
     *
     * @param x at least 0; NaN below
     * @return the term
     */
    public static Expression log(Expression x) {
        return Expression.of(Operation.LOG, x);
    }

    /**
     * log(1 + x), without loss of digits near 0.
     *
     * @param x at least −1; NaN below
     * @return the term
     */
    public static Expression log1p(Expression x) {
        return Expression.of(Operation.LOG1P, x);
    }

    /**
     * tanh x.
     *
     * @param x any
     * @return the term
     */
    public static Expression tanh(Expression x) {
        return Expression.of(Operation.TANH, x);
    }

    /**
     * σ(x) = 1 / (1 + e^−x).
     *
     * @param x any
     * @return the term
     */
    public static Expression sigmoid(Expression x) {
        return Expression.of(Operation.SIGMOID, x);
    }

    /**
     * softplus(x) = log(1 + e^x) = max(0, x) + log1p(e^−|x|), which neither overflows nor cancels.
     *
     * @param x any
     * @return the term
     */
    public static Expression softplus(Expression x) {
        return x.isAbove(0).choose(x, 0).plus(log1p(exp(abs(x).negated())));
    }

    /**
     * The error function.
     *
     * @param x any
     * @return the term
     */
    public static Expression erf(Expression x) {
        return Expression.of(Operation.ERF, x);
    }

    /**
     * The smaller of two terms.
     *
     * @param a any
     * @param b any
     * @return the term; NaN if either is
     */
    public static Expression min(Expression a, Expression b) {
        return Expression.of(Operation.MIN, a, b);
    }

    /**
     * The larger of two terms.
     *
     * @param a any
     * @param b any
     * @return the term; NaN if either is
     */
    public static Expression max(Expression a, Expression b) {
        return Expression.of(Operation.MAX, a, b);
    }

    /**
     * a · b + c, rounded once on devices with fused multiply-add.
     *
     * @param a a factor
     * @param b a factor
     * @param c the summand
     * @return the term
     */
    public static Expression fma(Expression a, Expression b, Expression c) {
        return Expression.of(Operation.FMA, a, b, c);
    }
}
