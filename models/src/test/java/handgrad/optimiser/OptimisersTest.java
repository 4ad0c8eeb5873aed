package handgrad.optimiser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.formula.DoubleEvaluator;
import handgrad.program.UpdateRule;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The optimisers' formulas on one weight, step by step, against their written-out definitions. */
class OptimisersTest {
    /** A few roundings of doubles. */
    private static final double TOLERANCE = 1e-14;

    /** Weights after two steps from w = 1 with gradients 0.5 and −0.25 and rate 0.1. */
    private static double afterTwoSteps(String text) {
        final Optimiser optimiser = Optimisers.parse(text);
        final DoubleEvaluator evaluator = optimiser.rule().formula().evaluator();
        final double[] given = new double[4 + optimiser.rule().states().size()];
        given[0] = 1;
        for (int step = 1; step <= 2; step++) {
            given[1] = step == 1 ? 0.5 : -0.25;
            given[given.length - 2] = 0.1;
            given[given.length - 1] = step;
            evaluator.compute(given);
            given[0] = evaluator.result(0);
            for (int s = 0; s < optimiser.rule().states().size(); s++) {
                given[2 + s] = evaluator.result(1 + s);
            }
        }
        return given[0];
    }

    @Test
    void plainDescent() {
        assertEquals(1 - 0.1 * 0.5 + 0.1 * 0.25, afterTwoSteps("sgd"), TOLERANCE);
    }

    @Test
    void weightDecay() {
        final double first = 1 - 0.1 * (0.5 + 0.2 * 1);

        assertEquals(first - 0.1 * (-0.25 + 0.2 * first), afterTwoSteps("weight-decay:decay=0.2"), TOLERANCE);
    }

    @Test
    void momentum() {
        assertEquals(1 - 0.1 * 0.5 - 0.1 * (0.5 * 0.5 - 0.25), afterTwoSteps("momentum:mu=0.5"), TOLERANCE);
    }

    @Test
    void nesterov() {
        final double first = 1 - 0.1 * (0.5 + 0.5 * 0.5);
        final double v = 0.5 * 0.5 - 0.25;

        assertEquals(first - 0.1 * (-0.25 + 0.5 * v), afterTwoSteps("nesterov:mu=0.5"), TOLERANCE);
    }

    @Test
    void rmsProp() {
        final double s1 = 0.1 * 0.25;
        final double s2 = 0.9 * s1 + 0.1 * 0.0625;
        final double expected = 1 - 0.1 * 0.5 / (Math.sqrt(s1) + 0.01) + 0.1 * 0.25 / (Math.sqrt(s2) + 0.01);

        assertEquals(expected, afterTwoSteps("rmsprop:alpha=0.9:eps=0.01"), TOLERANCE);
    }

    /** In the first step, the bias-corrected means are g and g², so that the weight changes by the rate for any g. */
    @Test
    void adam() {
        final double m2 = (0.5 * 0.5 * 0.5 + 0.5 * -0.25) / (1 - 0.25);
        final double s2 = (0.75 * 0.25 * 0.25 + 0.25 * 0.0625) / (1 - 0.75 * 0.75);

        assertEquals(1 - 0.1 - 0.1 * m2 / Math.sqrt(s2), afterTwoSteps("adam:beta1=0.5:beta2=0.75:eps=0"), TOLERANCE);
    }

    @Test
    void adamW() {
        final double first = 1 - 0.1 * 0.2 * 1 - 0.1;
        final double m2 = (0.5 * 0.5 * 0.5 + 0.5 * -0.25) / (1 - 0.25);
        final double s2 = (0.75 * 0.25 * 0.25 + 0.25 * 0.0625) / (1 - 0.75 * 0.75);
        final double expected = first - 0.1 * 0.2 * first - 0.1 * m2 / Math.sqrt(s2);

        assertEquals(expected, afterTwoSteps("adamw:beta1=0.5:beta2=0.75:eps=0:decay=0.2"), TOLERANCE);
    }

    @Test
    void onlyAdamsCountSteps() {
        final List<String> counting = Optimisers.all().stream()
                .filter(optimiser -> optimiser.rule().countsSteps())
                .map(Optimiser::name)
                .toList();

        assertEquals(List.of("adam", "adamw"), counting);
        assertTrue(Optimisers.SGD.rule().isPlain());
        assertFalse(Optimisers.WEIGHT_DECAY.rule().isPlain());
    }

    @Test
    void whatARuleKeepsIsSaidOnceAndByANameOfItsOwn() {
        assertSays(
                "next(\"q\", …) is said twice",
                step -> step.next("q", step.gradient()).next("q", step.weight()).weight(step.weight()));
        assertSays(
                "an update uses the kept number q, but does not say what becomes of it",
                step -> step.weight(step.state("q")));
        assertSays(
                "a kept number cannot be called 'w'",
                step -> step.next("w", step.gradient()).weight(step.weight()));
        assertSays(
                "a kept number cannot be called ''",
                step -> step.next("", step.gradient()).weight(step.weight()));
    }

    private static void assertSays(String message, Function<Step, UpdateRule> rule) {
        final IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Optimiser.of("own", rule));
        assertTrue(error.getMessage().startsWith(message), error.getMessage());
    }
}
