package handgrad.activation;

import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.number;

import handgrad.formula.Terms;
import handgrad.program.Activation;
import java.util.List;
import java.util.Optional;

/** The built-in activations. Derivations: docs/derivations.md, "Activations". */
public final class Activations {
    /** tanh x; σ' = 1 − y². */
    public static final Activation TANH = Activation.of("tanh", Terms::tanh, (x, y) -> fma(y.negated(), y, number(1)));

    /** σ(x) = 1 / (1 + e^−x); σ' = y (1 − y). */
    public static final Activation SIGMOID =
            Activation.of("sigmoid", Terms::sigmoid, (x, y) -> y.times(number(1).minus(y)));

    /** max(0, x); σ' = 1 where y &gt; 0, else 0 (also at x = 0, as in PyTorch). */
    public static final Activation RELU = Activation.of(
            "relu", x -> x.isAtMost(0).choose(0, x), (x, y) -> y.isAbove(0).choose(1, 0));

    private Activations() {}

    /**
     * x where x &gt; 0, else slope · x; σ' = 1 where y &gt; 0, else slope.
     *
     * @param slope the factor for x &lt; 0, in (0, 1]: the sign of y must be the sign of x
     * @return the activation
     * @throws IllegalArgumentException if the slope is outside that range
     */
    public static Activation leakyRelu(double slope) {
        if (!(slope > 0 && slope <= 1)) {
            throw new IllegalArgumentException("a leaky ReLU's slope must be above 0 and at most 1, not " + slope);
        }
        return Activation.of(
                "leakyRelu",
                x -> x.isAtMost(0).choose(x.times(slope), x),
                (x, y) -> y.isAbove(0).choose(1, slope));
    }

    /**
     * All of them, {@code leakyRelu} with slope 0.01.
     *
     * @return the activations
     */
    public static List<Activation> all() {
        return List.of(
                TANH,
                SIGMOID,
                RELU,
                leakyRelu(0.01),
                Softplus.SOFTPLUS,
                Silu.SILU,
                Elu.ELU,
                Gelu.GELU,
                GeluTanh.GELU_TANH);
    }

    /**
     * Finds one of {@link #all} by name.
     *
     * @param name such as {@code silu}
     * @return the activation, or empty if none has this name
     */
    public static Optional<Activation> named(String name) {
        return all().stream()
                .filter(activation -> activation.name().equals(name))
                .findFirst();
    }
}
