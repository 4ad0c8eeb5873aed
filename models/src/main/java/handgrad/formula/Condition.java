package handgrad.formula;

/**
 * A comparison of two terms. It is not a term itself; {@link #choose} makes one from it.
 *
 * @param select the select operation that does this comparison
 * @param left the first term
 * @param right the second term
 */
public record Condition(Operation select, Expression left, Expression right) {
    /**
     * Checks the operation.
     *
     * @throws IllegalArgumentException if the operation is not a select
     */
    public Condition {
        if (!select.isSelect()) {
            throw new IllegalArgumentException(select + " compares nothing");
        }
    }

    /**
     * One term where the condition holds, the other elsewhere, including where a compared term is NaN.
     *
     * @param then the term where it holds
     * @param otherwise the other term
     * @return the select
     */
    public Expression choose(Expression then, Expression otherwise) {
        return Expression.of(select, left, right, then, otherwise);
    }

    /**
     * A term where the condition holds, a number elsewhere.
     *
     * @param then the term where it holds
     * @param otherwise the number
     * @return the select
     */
    public Expression choose(Expression then, double otherwise) {
        return choose(then, Expression.constant(otherwise));
    }

    /**
     * A number where the condition holds, a term elsewhere.
     *
     * @param then the number where it holds
     * @param otherwise the other term
     * @return the select
     */
    public Expression choose(double then, Expression otherwise) {
        return choose(Expression.constant(then), otherwise);
    }

    /**
     * One number where the condition holds, another elsewhere.
     *
     * @param then the number where it holds
     * @param otherwise the other number
     * @return the select
     */
    public Expression choose(double then, double otherwise) {
        return choose(Expression.constant(then), Expression.constant(otherwise));
    }
}
