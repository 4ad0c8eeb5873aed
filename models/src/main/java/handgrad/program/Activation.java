package handgrad.program;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An elementwise function y = σ(x) with its hand-derived derivative. The built-in ones are in {@code
 * handgrad.activation}.
 *
 * @param name the layer's name in a network, such as {@code tanh}
 * @param value σ, a term of the argument x
 * @param derivative σ', a term of x and y = σ(x); the backward pass keeps only those of the two that it uses
 */
public record Activation(String name, Expression value, Expression derivative) {
    private static final Expression X = Expression.argument("x");
    private static final Expression Y = Expression.argument("y");
    private static final Expression DY = Expression.argument("dy");

    /**
     * Checks the name and the arguments.
     *
     * @throws IllegalArgumentException if the value uses anything but x or the derivative anything but x and y, or if
     *     the name is blank or has control characters
     */
    public Activation {
        Require.name(name);
        new Formula(List.of("x"), List.of(), List.of(value));
        new Formula(List.of("x", "y"), List.of(), List.of(derivative));
    }

    /**
     * A function and its derivative.
     *
     * @param name the layer's name in a network
     * @param value σ(x) from x
     * @param derivative σ'(x) from x and y = σ(x)
     * @return the activation
     */
    public static Activation of(String name, UnaryOperator<Expression> value, BinaryOperator<Expression> derivative) {
        return new Activation(name, value.apply(X), derivative.apply(X, Y));
    }

    /**
     * y = σ(x).
     *
     * @return a formula of x
     */
    public Formula forward() {
        return new Formula(List.of("x"), List.of(), List.of(value));
    }

    /**
     * dx = dy · σ'(x).
     *
     * @return a formula of dy and those of x and y that the derivative uses
     */
    public Formula backward() {
        final List<String> arguments = Stream.of("x", "y", "dy")
                .filter(name -> name.equals("dy") || derivative.uses(name))
                .toList();
        return new Formula(arguments, List.of(), List.of(DY.times(derivative)));
    }

    /**
     * Whether the backward pass needs the input of the forward pass.
     *
     * @return true if the derivative uses x
     */
    public boolean keepsInput() {
        return derivative.uses("x");
    }

    /**
     * Whether the backward pass needs the output of the forward pass.
     *
     * @return true if the derivative uses y
     */
    public boolean keepsOutput() {
        return derivative.uses("y");
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
