package handgrad.host.check.formula;

import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.expm1;
import static handgrad.formula.Terms.log1p;
import static handgrad.formula.Terms.max;
import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.sign;
import static handgrad.formula.Terms.sqrt;
import static handgrad.formula.Terms.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.formula.Expression;
import handgrad.formula.Terms;
import handgrad.loss.SampleLosses;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right derivatives pass; wrong ones are found and reported with the input. */
class DerivativeCheckTest {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

    private static final Activation SILU = Activation.of(
            "silu",
            x -> x.times(sigmoid(x)),
            (x, y) -> sigmoid(x).times(x.minus(y).plus(1)));

    private static final Activation SOFTPLUS = Activation.of(
            "softplus", Terms::softplus, (x, y) -> expm1(y.negated()).negated());

    private static final Activation ELU = Activation.of(
            "elu", x -> x.isAbove(0).choose(x, expm1(x)), (x, y) -> y.isAbove(0).choose(number(1), y.plus(1)));

    private static final UnaryOperator<Expression> GELU_VALUE =
            x -> x.times(erf(x.times(ROOT_HALF)).plus(1)).times(0.5);

    private static final Activation GELU = Activation.of("gelu", GELU_VALUE, (x, y) -> cdf(x).plus(x.times(pdf(x))));

    private static final BinaryOperator<Expression> HUBER_VALUE = (z, y) -> {
        final Expression d = abs(z.minus(y));
        return d.isAtMost(1).choose(d.squared().times(0.5), d.minus(0.5));
    };

    private static final SampleLoss HUBER =
            ofNumbers("huber", HUBER_VALUE, (z, y) -> max(number(-1), min(number(1), z.minus(y))));

    private static final BinaryOperator<Expression> LOG_COSH_VALUE = (z, y) -> {
        final Expression d = abs(z.minus(y));
        return d.plus(log1p(exp(d.times(-2)))).minus(Math.log(2));
    };

    private static final SampleLoss LOG_COSH = ofNumbers("log-cosh", LOG_COSH_VALUE, (z, y) -> tanh(z.minus(y)));

    static List<DerivativeReport> right() {
        final List<DerivativeReport> reports = new ArrayList<>();
        Stream.concat(Activations.all().stream(), Stream.of(SILU, SOFTPLUS, ELU, GELU, Activations.leakyRelu(1)))
                .map(DerivativeCheck::of)
                .forEach(reports::add);
        Stream.concat(SampleLosses.all().stream(), Stream.of(HUBER, LOG_COSH))
                .map(DerivativeCheck::of)
                .forEach(reports::add);
        Stream.of(PenaltyFunction.L2, PenaltyFunction.of("l1", Terms::abs, Terms::sign))
                .map(DerivativeCheck::of)
                .forEach(reports::add);
        return reports;
    }

    @ParameterizedTest
    @MethodSource
    void right(DerivativeReport report) {
        assertTrue(report.passed(), () -> report.worst() + ": " + report);
        assertTrue(report.points() > 1000, report::toString);
    }

    /** A missing term, a wrong sign, a wrong factor, the wrong branch, an error on one side only. */
    static List<DerivativeReport> wrong() {
        return Stream.concat(
                        wrongActivations().stream().map(DerivativeCheck::of),
                        Stream.concat(
                                wrongLosses().stream().map(DerivativeCheck::of),
                                wrongPenalties().stream().map(DerivativeCheck::of)))
                .toList();
    }

    private static List<Activation> wrongActivations() {
        return List.of(
                wrong(Activations.TANH, (x, y) -> number(1).plus(y.squared())),
                wrong(Activations.TANH, (x, y) -> number(1).minus(y)),
                wrong(Activations.TANH, (x, y) -> number(1).minus(y.squared()).times(1.001)),
                wrong(Activations.TANH, (x, y) -> number(1).minus(x.squared())),
                wrong(Activations.SIGMOID, (x, y) -> y),
                // (e^x / (1 + e^x))², which is ∞ / ∞ for large x.
                wrong(Activations.SIGMOID, (x, y) -> exp(x).over(exp(x).plus(1).squared())),
                wrong(Activations.SIGMOID, (x, y) -> y.times(number(1).plus(y))),
                wrong(Activations.SIGMOID, (x, y) -> number(1).minus(y.squared())),
                wrong(Activations.SIGMOID, (x, y) -> y.times(number(1).minus(y)).times(0.999)),
                wrong(Activations.RELU, (x, y) -> number(1)),
                wrong(Activations.RELU, (x, y) -> y.isAbove(1e-4).choose(1, 0)),
                wrong(Activations.RELU, (x, y) -> y.isAbove(0).choose(0, 1)),
                wrong(Activations.leakyRelu(0.01), (x, y) -> y.isAbove(0).choose(1, 0.01001)),
                wrong(Activations.leakyRelu(0.01), (x, y) -> y.isAbove(0).choose(1, -0.01)),
                // At 0, which is what a dead unit gives: too large, and 0 / 0.
                wrong(
                        Activations.RELU,
                        (x, y) -> x.isEqualTo(number(0))
                                .choose(number(17), x.isAbove(0).choose(1, 0))),
                wrong(Activations.RELU, (x, y) -> x.over(abs(x)).plus(1).times(0.5)),
                wrong(
                        SILU,
                        (x, y) -> x.isEqualTo(number(0))
                                .choose(number(17), sigmoid(x).times(x.minus(y).plus(1)))),
                wrong(
                        SILU,
                        (x, y) -> x.isAbove(50)
                                .choose(
                                        exp(x.times(20)),
                                        sigmoid(x).times(x.minus(y).plus(1)))),
                // A value that is NaN everywhere has no derivative to compare.
                Activation.of("nowhere", x -> sqrt(abs(x).negated().minus(1)), (x, y) -> number(3)),
                wrong(SILU, (x, y) -> sigmoid(x)),
                wrong(SILU, (x, y) -> sigmoid(x).times(x.plus(y).plus(1))),
                wrong(SILU, (x, y) -> sigmoid(x).times(x.minus(y).plus(1.001))),
                wrong(
                        SILU,
                        (x, y) -> x.isBelow(-3)
                                .choose(
                                        sigmoid(x).times(x.plus(1)),
                                        sigmoid(x).times(x.minus(y).plus(1)))),
                wrong(SOFTPLUS, (x, y) -> expm1(y.negated())),
                wrong(SOFTPLUS, (x, y) -> exp(y.negated())),
                wrong(ELU, (x, y) -> y.isAbove(0).choose(number(1), y)),
                wrong(
                        ELU,
                        (x, y) -> y.isAbove(0)
                                .choose(number(1), y.plus(x.isBelow(-3).choose(0.99, 1)))),
                wrong(GELU, (x, y) -> cdf(x)),
                wrong(GELU, (x, y) -> cdf(x).minus(x.times(pdf(x)))),
                wrong(GELU, (x, y) -> cdf(x).plus(x.times(pdf(x)).times(1.001))));
    }

    private static List<SampleLoss> wrongLosses() {
        return List.of(
                wrong(
                        SampleLosses.LOGISTIC,
                        (z, y) -> y.times(sigmoid(y.times(z).negated()))),
                wrong(
                        SampleLosses.LOGISTIC,
                        (z, y) -> sigmoid(y.times(z).negated()).negated()),
                wrong(SampleLosses.HINGE, (z, y) -> y.negated()),
                wrong(SampleLosses.HINGE, (z, y) -> y.times(z).isBelow(1.01).choose(y.negated(), 0)),
                wrong(SampleLosses.SQUARED_ERROR, Expression::minus),
                wrong(SampleLosses.HALF_SQUARED_ERROR, (z, y) -> y.minus(z)),
                wrong(SampleLosses.BINARY_CROSS_ENTROPY, (z, y) -> sigmoid(z)),
                wrong(HUBER, Expression::minus),
                wrong(HUBER, (z, y) -> max(number(0), min(number(1), z.minus(y)))),
                wrong(LOG_COSH, (z, y) -> sign(z.minus(y))),
                wrong(LOG_COSH, (z, y) -> tanh(z.minus(y).times(1.001))));
    }

    private static List<PenaltyFunction> wrongPenalties() {
        return List.of(
                new PenaltyFunction("l2", PenaltyFunction.L2.value(), Expression.argument("w")),
                PenaltyFunction.of("l1", Terms::abs, Terms::abs));
    }

    @Test
    void thereAreThirtyWrongOnes() {
        assertTrue(wrong().size() >= 30, () -> "only " + wrong().size());
    }

    @ParameterizedTest
    @MethodSource
    void wrong(DerivativeReport report) {
        assertFalse(report.passed(), report::toString);
        assertFalse(Math.abs(report.derived() - report.numeric()) <= report.allowed(), report::toString);
    }

    /** The message has the input and both values: here the derivative of x σ(x) lacks − y below −3 only. */
    @Test
    void tellsWhereItFails() {
        final DerivativeReport report = DerivativeCheck.of(wrong(
                SILU,
                (x, y) -> x.isBelow(-3)
                        .choose(sigmoid(x), sigmoid(x).times(x.minus(y).plus(1)))));
        assertTrue(report.input() < -3, report::toString);
        final double x = report.input();
        final double s = 1 / (1 + Math.exp(-x));
        assertEquals(s, report.derived(), 1e-12);
        assertEquals(s * (1 + x * (1 - s)), report.numeric(), 1e-9);
        assertTrue(report.toString().startsWith("the derivative of silu at x = -"), report::toString);
    }

    private static Expression cdf(Expression x) {
        return erf(x.times(ROOT_HALF)).plus(1).times(0.5);
    }

    private static Expression pdf(Expression x) {
        return exp(x.squared().times(-0.5)).times(DENSITY);
    }

    private static SampleLoss ofNumbers(
            String name, BinaryOperator<Expression> value, BinaryOperator<Expression> derivative) {
        return SampleLoss.of(name, TargetKind.NUMBER, value, derivative);
    }

    private static Activation wrong(Activation right, BinaryOperator<Expression> derivative) {
        return Activation.of(right.name(), _ -> right.value(), derivative);
    }

    private static SampleLoss wrong(SampleLoss right, BinaryOperator<Expression> derivative) {
        return SampleLoss.of(right.name(), right.targets(), (_, _) -> right.value(), derivative);
    }
}
