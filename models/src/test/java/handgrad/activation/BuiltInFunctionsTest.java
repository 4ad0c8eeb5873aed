package handgrad.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.formula.DoubleEvaluator;
import handgrad.formula.Formula;
import handgrad.loss.Huber;
import handgrad.loss.LogCosh;
import handgrad.loss.SampleLosses;
import handgrad.program.Activation;
import handgrad.program.SampleLoss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations and losses against values computed from their definitions by mpmath with 30 digits. */
class BuiltInFunctionsTest {
    /** A few roundings of float64. */
    private static final double RELATIVE = 1e-14;

    private static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, RELATIVE * Math.abs(expected));
    }

    private static double value(Formula formula, double... arguments) {
        final DoubleEvaluator evaluator = formula.evaluator();
        evaluator.compute(arguments);
        return evaluator.result(0);
    }

    private static double derivative(Activation function, double x, double y) {
        final Formula backward = function.backward();
        return value(
                backward,
                backward.elements().stream()
                        .mapToDouble(name -> name.equals("x") ? x : name.equals("y") ? y : 1)
                        .toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "softplus, -20, 2.0611536203143807e-9, 2.0611536181902036e-9",
        "softplus, -5, 0.0067153484891180686, 0.0066928509242848556",
        "softplus, -0.001, 0.6926473055599401, 0.49975000002083333",
        "softplus, 2, 2.1269280110429725, 0.88079707797788244",
        "softplus, 30, 30.000000000000094, 0.99999999999990642",
        "silu, -20, -4.1223072363804072e-8, -3.9161918660646783e-8",
        "silu, -1, -0.26894142136999512, 0.072329488128513268",
        "silu, 0, 0, 0.5",
        "silu, 2, 1.7615941559557649, 1.0907842487848955",
        "silu, 30, 29.999999999997193, 1.0000000000027137",
        "elu, -20, -0.99999999793884638, 2.0611536224385578e-9",
        "elu, -0.001, -0.00099950016662500835, 0.99900049983337499",
        "elu, 0, 0, 1",
        "elu, 2, 2, 1",
        "gelu, -1, -0.15865525393145705, -0.083315470587686298",
        "gelu, -0.001, -0.00049960105778608895, 0.4992021157051586",
        "gelu, 0.5, 0.34573123063700655, 0.86749512465616284",
        "gelu, 2, 1.9544997361036416, 1.0852318010781969",
        "gelu-tanh, -5, -2.291796196629506e-7, -1.5463619875325946e-6",
        "gelu-tanh, -1, -0.1588080093917233, -0.082964083845782555",
        "gelu-tanh, 0.5, 0.34571400982514392, 0.86736990353464231",
        "gelu-tanh, 2, 1.954597694087775, 1.0860992566236184"
    })
    void activationsAreWhatTheyAreDefinedAs(String name, double x, double value, double derivative) {
        final Activation function = Activations.named(name).orElseThrow();

        final double y = value(function.forward(), x);

        assertClose(value, y);
        assertClose(derivative, derivative(function, x, y));
    }

    @ParameterizedTest
    @MethodSource("handgrad.activation.Activations#all")
    void nothingOverflowsFarAway(Activation function) {
        for (final double x : List.of(-1e30, -1e300, 1e30, 1e300)) {
            final double y = value(function.forward(), x);

            assertTrue(Double.isFinite(y), function + " of " + x + " is " + y);
            assertTrue(Double.isFinite(derivative(function, x, y)), function + "' of " + x);
        }
    }

    @Test
    void eluHasAlphaForItsLimit() {
        assertClose(-2.5 * 0.99999999793884638, value(Elu.of(2.5).forward(), -20));
        assertClose(2.5 * 2.0611536224385578e-9, derivative(Elu.of(2.5), -20, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "-50, 49.5, -1, 49.306852819440055, -1",
        "-1.5, 1, -1, 0.85544017101379675, -0.90514825364486644",
        "-1, 0.5, -1, 0.43378083048302719, -0.76159415595576489",
        "-0.25, 0.03125, -0.25, 0.030929803620161371, -0.24491866240370913",
        "0.0001, 5.0000000000000005e-9, 0.0001, 4.9999999916666672e-9, 9.9999999666666673e-5",
        "0, 0, 0, 0, 0",
        "0.75, 0.28125, 0.75, 0.2582660974228071, 0.63514895238728732",
        "3, 2.5, 1, 2.3093285045777851, 0.99505475368673045",
        "200, 199.5, 1, 199.30685281944005, 1"
    })
    void lossesAreWhatTheyAreDefinedAs(double r, double huber, double dHuber, double logCosh, double dLogCosh) {
        assertLoss(Huber.of(1), r, huber, dHuber);
        assertLoss(LogCosh.LOG_COSH, r, logCosh, dLogCosh);
        // Scaling δ and the error by k scales the loss by k² and the derivative by k.
        assertLoss(Huber.of(4), 4 * r, 16 * huber, 4 * dHuber);
    }

    private static void assertLoss(SampleLoss loss, double r, double value, double derivative) {
        assertClose(value, value(loss.forward(), r, 0));
        assertClose(3 * derivative, value(loss.backward(), r, 0, 3));
        assertClose(3 * -derivative, value(loss.backward(), 0, r, 3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void settingsOutOfRangeAreRefused(double value) {
        assertThrows(IllegalArgumentException.class, () -> Elu.of(value));
        assertThrows(IllegalArgumentException.class, () -> Huber.of(value));
    }

    @Test
    void eachIsFoundByItsName() {
        Activations.all()
                .forEach(each ->
                        assertEquals(each, Activations.named(each.name()).orElseThrow()));
        SampleLosses.all()
                .forEach(each ->
                        assertEquals(each, SampleLosses.named(each.name()).orElseThrow()));
        assertTrue(Activations.named("swoosh").isEmpty());
        assertTrue(SampleLosses.named("swoosh").isEmpty());
    }
}
