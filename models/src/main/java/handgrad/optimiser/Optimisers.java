package handgrad.optimiser;

import static handgrad.formula.Terms.expm1;
import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sqrt;

import handgrad.formula.Expression;
import handgrad.program.UpdateRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The built-in optimisers, as PyTorch defines them. η is the learning rate, g the gradient. With the setting {@code
 * decay} = λ, λ w is first added to g. Derivations: docs/derivations.md, "Optimisers".
 */
public final class Optimisers {
    private static final String DECAY = "decay";

    /** w ← w − η g. */
    public static final Optimiser SGD = Optimiser.of("sgd", _ -> UpdateRule.PLAIN);

    /** w ← w − η (g + λ w). */
    public static final Optimiser WEIGHT_DECAY = Optimiser.of(
            "weight-decay",
            Map.of(DECAY, 1e-4),
            settings -> step -> step.weight(step.weight().minus(step.rate().times(step.gradient(settings.of(DECAY))))));

    /** v ← μ v + g; w ← w − η v. */
    public static final Optimiser MOMENTUM =
            Optimiser.of("momentum", Map.of("mu", 0.9, DECAY, 0.0), settings -> step -> {
                final Expression v =
                        step.state("v").times(settings.below1("mu")).plus(step.gradient(settings.of(DECAY)));
                return step.next("v", v).weight(step.weight().minus(step.rate().times(v)));
            });

    /** v ← μ v + g; w ← w − η (g + μ v). (Y. Nesterov 1983, in the form of Sutskever and others 2013.) */
    public static final Optimiser NESTEROV =
            Optimiser.of("nesterov", Map.of("mu", 0.9, DECAY, 0.0), settings -> step -> {
                final Expression g = step.gradient(settings.of(DECAY));
                final Expression v =
                        step.state("v").times(settings.below1("mu")).plus(g);
                return step.next("v", v)
                        .weight(step.weight().minus(step.rate().times(g.plus(v.times(settings.below1("mu"))))));
            });

    /** s ← α s + (1 − α) g²; w ← w − η g / (√s + ε). (T. Tieleman and G. Hinton 2012.) */
    public static final Optimiser RMSPROP =
            Optimiser.of("rmsprop", Map.of("alpha", 0.99, "eps", 1e-8, DECAY, 0.0), settings -> step -> {
                final Expression g = step.gradient(settings.of(DECAY));
                final Expression s = average(step.state("s"), settings.below1("alpha"), g.squared());
                return step.next("s", s)
                        .weight(step.weight().minus(step.rate().times(g).over(sqrt(s).plus(settings.of("eps")))));
            });

    /**
     * m ← β₁ m + (1 − β₁) g; s ← β₂ s + (1 − β₂) g²; w ← w − η m̂ / (√ŝ + ε) with m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ)
     * in step t. (D. Kingma and J. Ba 2015.)
     */
    public static final Optimiser ADAM = Optimiser.of(
            "adam",
            Map.of("beta1", 0.9, "beta2", 0.999, "eps", 1e-8, DECAY, 0.0),
            settings -> step -> adam(settings, step, step.gradient(settings.of(DECAY)), step.weight()));

    /**
     * Adam with decoupled weight decay: η λ w is subtracted from the weight instead of adding λ w to g. (I. Loshchilov
     * and F. Hutter 2019.)
     */
    public static final Optimiser ADAMW = Optimiser.of(
            "adamw",
            Map.of("beta1", 0.9, "beta2", 0.999, "eps", 1e-8, DECAY, 0.01),
            settings -> step -> adam(
                    settings,
                    step,
                    step.gradient(),
                    step.weight().minus(step.rate().times(settings.of(DECAY)).times(step.weight()))));

    private Optimisers() {}

    /**
     * The optimisers that the command line offers.
     *
     * @return with default settings
     */
    public static List<Optimiser> all() {
        return List.of(SGD, WEIGHT_DECAY, MOMENTUM, NESTEROV, RMSPROP, ADAM, ADAMW);
    }

    /**
     * Parses an optimiser. Settings that are not given have their default values.
     *
     * @param text such as {@code momentum:mu=0.9:decay=1e-4}; {@link Optimiser#toString} writes it
     * @return the optimiser
     * @throws IllegalArgumentException if there is no such optimiser or setting, or a value is out of range; the
     *     message is one line with the valid choices
     */
    public static Optimiser parse(String text) {
        final NamedSettings named = NamedSettings.parse(text);
        Optimiser optimiser = all().stream()
                .filter(known -> known.name().equals(named.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no optimiser '" + named.name()
                        + "'; choose one of "
                        + all().stream().map(Optimiser::name).collect(Collectors.joining(", "))));
        for (final Map.Entry<String, Double> setting : named.settings().entrySet()) {
            optimiser = optimiser.with(setting.getKey(), setting.getValue());
        }
        return optimiser;
    }

    private static UpdateRule adam(Optimiser.Settings settings, Step step, Expression g, Expression w) {
        final double beta1 = settings.below1("beta1");
        final double beta2 = settings.below1("beta2");
        final Expression m = average(step.state("m"), beta1, g);
        final Expression s = average(step.state("s"), beta2, g.squared());
        final Expression root =
                sqrt(s.over(oneMinusPower(beta2, step.number()))).plus(settings.of("eps"));
        return step.next("m", m)
                .next("s", s)
                .weight(w.minus(step.rate()
                        .times(m.over(oneMinusPower(beta1, step.number())))
                        .over(root)));
    }

    /** The running mean β a + (1 − β) b. */
    private static Expression average(Expression a, double beta, Expression b) {
        return fma(number(beta), a, b.times(1 - beta));
    }

    /** 1 − βᵗ = −(e^(t log β) − 1), which does not cancel for β near 1. */
    private static Expression oneMinusPower(double beta, Expression t) {
        return expm1(t.times(Math.log(beta))).negated();
    }
}
