package handgrad.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.formula.DoubleEvaluator;
import handgrad.loss.Huber;
import handgrad.loss.LogCosh;
import handgrad.program.Activation;
import handgrad.program.SampleLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of the formulas against numbers computed in 30 digits; their derivatives are checked by finite differences. */
class ActivationsTest {
    /** A few roundings of doubles; 1 + erf cancels two digits at −3. */
    private static final double RELATIVE = 1e-13;

    private static void assertValue(double expected, Activation activation, double x) {
        final DoubleEvaluator evaluator = activation.forward().evaluator();
        evaluator.compute(x);
        assertEquals(expected, evaluator.result(0), RELATIVE * Math.abs(expected), activation + " at " + x);
    }

    private static double loss(SampleLoss loss, double z, double y) {
        final DoubleEvaluator evaluator = loss.forward().evaluator();
        evaluator.compute(z, y);
        return evaluator.result(0);
    }

    @ParameterizedTest
    @CsvSource({
        "-3, 0.0485873515737420588, -0.142277619532700343, -0.950212931632136057, -0.00404969409489028358,"
                + " -0.00363739208177301884",
        "-0.5, 0.474076984180106681, -0.188770334399072718, -0.393469340287366576, -0.154268769362993448,"
                + " -0.154285990174856078",
        "-0.0001, 0.693097181809945309, -0.0000499975000000020857, -0.0000999950001666625049,"
                + " -0.0000499960105772026371, -0.00004999601057720267",
        "0.25, 0.825939419878843562, 0.140544125221449526, 0.25, 0.149676581420730931, 0.149675350701685",
        "2, 2.1269280110429725, 1.76159415595576489, 2, 1.95449973610364159, 1.95459769408777502",
    })
    void values(double x, double softplus, double silu, double elu, double gelu, double geluTanh) {
        assertValue(softplus, Softplus.SOFTPLUS, x);
        assertValue(silu, Silu.SILU, x);
        assertValue(elu, Elu.ELU, x);
        assertValue(gelu, Gelu.GELU, x);
        assertValue(geluTanh, Gelu.GELU_TANH, x);
    }

    @ParameterizedTest
    @CsvSource({
        "-20, 19.3068528194400547",
        "-0.5, 0.120114506958277525",
        "-0.0001, 4.99999999166666717e-9",
        "0.25, 0.0309298036201613715",
        "9, 8.30685283467003432",
    })
    void logCosh(double error, double expected) {
        assertEquals(expected, loss(LogCosh.LOG_COSH, error, 0), RELATIVE * expected);
    }

    /** Exact numbers: ½ · 0.5² and 1 · (3 − ½); with δ = 2: ½ · 2² at the joint and 2 · (3 − 1) beyond. */
    @Test
    void huber() {
        assertEquals(0.125, loss(Huber.HUBER, 1.5, 1));
        assertEquals(2.5, loss(Huber.HUBER, -2, 1));
        assertEquals(2, loss(Huber.of(2), 2, 0));
        assertEquals(4, loss(Huber.of(2), 0, 3));
    }

    @Test
    void eachKeepsOnlyWhatItsDerivativeUses() {
        assertTrue(Activations.TANH.keepsOutput() && !Activations.TANH.keepsInput());
        assertTrue(Softplus.SOFTPLUS.keepsInput() && !Softplus.SOFTPLUS.keepsOutput());
        assertTrue(Silu.SILU.keepsInput() && Silu.SILU.keepsOutput());
        final Activation identity = Activation.of("same", x -> x, (x, y) -> handgrad.formula.Terms.number(1));
        assertFalse(identity.keepsInput() || identity.keepsOutput());
    }

    @Test
    void namesAreUniqueAndFound() {
        assertEquals(
                Activations.all().size(),
                Activations.all().stream().map(Activation::name).distinct().count());
        assertEquals(Silu.SILU, Activations.named("silu").orElseThrow());
        assertTrue(Activations.named("mish").isEmpty());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Activations.leakyRelu(0));
        assertThrows(IllegalArgumentException.class, () -> Elu.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Huber.of(-1));
    }
}
