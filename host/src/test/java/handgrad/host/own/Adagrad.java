package handgrad.host.own;

import static handgrad.formula.Terms.sqrt;

import handgrad.formula.Expression;
import handgrad.optimiser.Optimiser;
import java.util.Map;

/** s ← s + g²; w ← w − η g / (√s + ε). (J. Duchi and others 2011.) */
final class Adagrad {
    static final Optimiser ADAGRAD = Optimiser.of("adagrad", Map.of("eps", 0.1), settings -> step -> {
        final Expression s = step.state("s").plus(step.gradient().squared());
        return step.next("s", s)
                .weight(step.weight().minus(step.rate().times(step.gradient()).over(sqrt(s).plus(settings.of("eps")))));
    });

    private Adagrad() {}
}
