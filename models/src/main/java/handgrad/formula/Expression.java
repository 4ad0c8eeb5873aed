package handgrad.formula;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A term of an elementwise formula: an operation on other terms. Terms of the same structure are equal, and a backend
 * computes equal terms once. {@link Terms} has the functions as static methods, so that a formula reads like
 * mathematics: {@code x.times(sigmoid(x))}.
 */
public final class Expression {
    private final Operation operation;
    private final List<Expression> operands;
    private final double value;
    private final String name;
    private final Set<String> arguments;
    private final int hash;

    private Expression(Operation operation, List<Expression> operands, double value, String name) {
        this.operation = operation;
        this.operands = operands;
        this.value = value;
        this.name = name;
        this.arguments = operation == Operation.ARGUMENT ? Set.of(name) : union(operands);
        this.hash = 31 * (31 * operation.ordinal() + operands.hashCode()) + Double.hashCode(value) + name.hashCode();
    }

    /** Stored with each term, since searching a graph of shared terms can take exponential time. */
    private static Set<String> union(List<Expression> operands) {
        final Set<String> union = new LinkedHashSet<>();
        for (final Expression operand : operands) {
            union.addAll(operand.arguments);
        }
        return Collections.unmodifiableSet(union);
    }

    /**
     * A number.
     *
     * @param value the number, which float32 devices round
     * @return the term
     */
    public static Expression constant(double value) {
        return new Expression(Operation.CONSTANT, List.of(), value, "");
    }

    /**
     * An argument of a formula.
     *
     * @param name its name within the formula
     * @return the term
     */
    public static Expression argument(String name) {
        return new Expression(Operation.ARGUMENT, List.of(), 0, name);
    }

    /**
     * An operation on other terms, simplified where this does not change the value.
     *
     * @param operation neither a constant nor an argument
     * @param operands as many as the operation takes
     * @return the term
     * @throws IllegalArgumentException if their number is wrong
     */
    static Expression of(Operation operation, Expression... operands) {
        if (operands.length == 0 || operands.length != operation.operands()) {
            throw new IllegalArgumentException(
                    operation + " takes " + operation.operands() + " operands, not " + operands.length);
        }
        return Simplifier.simplify(new Expression(operation, List.of(operands), 0, ""));
    }

    /**
     * The operation of this term.
     *
     * @return the operation
     */
    public Operation operation() {
        return operation;
    }

    /**
     * The operands.
     *
     * @return as many terms as the operation takes
     */
    public List<Expression> operands() {
        return operands;
    }

    /**
     * One of the operands.
     *
     * @param index from 0
     * @return the term
     */
    public Expression operand(int index) {
        return operands.get(index);
    }

    /**
     * The value of a constant.
     *
     * @return 0 for other terms
     */
    public double value() {
        return value;
    }

    /**
     * The argument's name.
     *
     * @return empty for other terms
     */
    public String name() {
        return name;
    }

    /**
     * Whether the term depends on an argument.
     *
     * @param argument the argument's name
     * @return true if the value depends on it
     */
    public boolean uses(String argument) {
        return arguments.contains(argument);
    }

    /**
     * The arguments that the term depends on.
     *
     * @return their names
     */
    public Set<String> arguments() {
        return arguments;
    }

    /**
     * Whether this is a given constant.
     *
     * @param number the number
     * @return true for that constant; 0 and −0 differ
     */
    public boolean isConstant(double number) {
        return operation == Operation.CONSTANT && Double.compare(value, number) == 0;
    }

    /**
     * this + other.
     *
     * @param other the second term
     * @return the sum
     */
    public Expression plus(Expression other) {
        return of(Operation.PLUS, this, other);
    }

    /**
     * this + other.
     *
     * @param other a number
     * @return the sum
     */
    public Expression plus(double other) {
        return plus(constant(other));
    }

    /**
     * this − other.
     *
     * @param other the second term
     * @return the difference
     */
    public Expression minus(Expression other) {
        return of(Operation.MINUS, this, other);
    }

    /**
     * this − other.
     *
     * @param other a number
     * @return the difference
     */
    public Expression minus(double other) {
        return minus(constant(other));
    }

    /**
     * this · other.
     *
     * @param other the second term
     * @return the product
     */
    public Expression times(Expression other) {
        return of(Operation.TIMES, this, other);
    }

    /**
     * this · other.
     *
     * @param other a number
     * @return the product
     */
    public Expression times(double other) {
        return times(constant(other));
    }

    /**
     * this / other.
     *
     * @param other the divisor
     * @return the quotient
     */
    public Expression over(Expression other) {
        return of(Operation.OVER, this, other);
    }

    /**
     * this / other.
     *
     * @param other the divisor
     * @return the quotient
     */
    public Expression over(double other) {
        return over(constant(other));
    }

    /**
     * −this.
     *
     * @return the negated term
     */
    public Expression negated() {
        return of(Operation.NEGATE, this);
    }

    /**
     * this · this.
     *
     * @return the square
     */
    public Expression squared() {
        return times(this);
    }

    /**
     * Whether this is below another term, for use with {@link Condition#choose}.
     *
     * @param other the other
     * @return the condition this &lt; other
     */
    public Condition isBelow(Expression other) {
        return new Condition(Operation.SELECT_LESS, this, other);
    }

    /**
     * Whether this is below a number.
     *
     * @param other the number
     * @return the condition this &lt; other
     */
    public Condition isBelow(double other) {
        return isBelow(constant(other));
    }

    /**
     * Whether this is at most another term.
     *
     * @param other the other
     * @return the condition this ≤ other
     */
    public Condition isAtMost(Expression other) {
        return new Condition(Operation.SELECT_LESS_OR_EQUAL, this, other);
    }

    /**
     * Whether this is at most a number.
     *
     * @param other the number
     * @return the condition this ≤ other
     */
    public Condition isAtMost(double other) {
        return isAtMost(constant(other));
    }

    /**
     * Whether this is above another term.
     *
     * @param other the other
     * @return the condition this &gt; other
     */
    public Condition isAbove(Expression other) {
        return other.isBelow(this);
    }

    /**
     * Whether this is above a number.
     *
     * @param other the number
     * @return the condition this &gt; other
     */
    public Condition isAbove(double other) {
        return isAbove(constant(other));
    }

    /**
     * Whether this is at least a number.
     *
     * @param other the number
     * @return the condition this ≥ other
     */
    public Condition isAtLeast(double other) {
        return constant(other).isAtMost(this);
    }

    /**
     * Whether this equals another term.
     *
     * @param other the other
     * @return the condition this = other
     */
    public Condition isEqualTo(Expression other) {
        return new Condition(Operation.SELECT_EQUAL, this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof final Expression that
                        && hash == that.hash
                        && operation == that.operation
                        && Double.compare(value, that.value) == 0
                        && name.equals(that.name)
                        && operands.equals(that.operands);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As a call, such as {@code times(x, sigmoid(x))}. */
    @Override
    public String toString() {
        return switch (operation) {
            case CONSTANT -> Double.toString(value);
            case ARGUMENT -> name;
            default ->
                operation.name().toLowerCase(Locale.ROOT)
                        + operands.stream().map(Expression::toString).collect(Collectors.joining(", ", "(", ")"));
        };
    }
}
