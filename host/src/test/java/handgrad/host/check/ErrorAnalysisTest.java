package handgrad.host.check;

import static handgrad.formula.Expression.argument;
import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.log;
import static handgrad.formula.Terms.max;
import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.sqrt;
import static handgrad.formula.Terms.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.backend.DeviceOptions;
import handgrad.backend.oracle.OracleBackend;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import handgrad.host.check.formula.Switches;
import handgrad.host.check.op.FaultyBackend;
import handgrad.host.check.op.OpCheck;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;
import handgrad.rounding.ErrorAnalysis;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds cover the errors of formulas in float32, and are not much larger. */
class ErrorAnalysisTest {
    private static final double U = 0x1p-24;
    private static final Expression X = argument("x");
    private static final Expression Y = argument("y");

    /** x σ(x), as a user would write it. */
    private static final Activation SILU = Activation.of(
            "silu",
            x -> x.times(sigmoid(x)),
            (x, y) -> sigmoid(x).times(x.minus(y).plus(1)));

    /** The error function, which is written out, and an exponential. */
    private static final Activation GELU = Activation.of(
            "gelu",
            x -> x.times(erf(x.times(Math.sqrt(0.5))).plus(1)).times(0.5),
            (x, y) -> erf(x.times(Math.sqrt(0.5)))
                    .plus(1)
                    .times(0.5)
                    .plus(x.times(exp(x.squared().times(-0.5)).times(1 / Math.sqrt(2 * Math.PI)))));

    private static final SampleLoss HUBER = SampleLoss.of(
            "huber",
            TargetKind.NUMBER,
            (z, y) -> {
                final Expression d = abs(z.minus(y));
                return d.isAtMost(1).choose(d.squared().times(0.5), d.minus(0.5));
            },
            (z, y) -> max(Expression.constant(-1), min(Expression.constant(1), z.minus(y))));

    /** Bounds worked out by hand for each function, in units of u. */
    @Test
    void boundsAreAboutThoseWorkedOutByHand() {
        final DoubleUnaryOperator sigma = x -> 1 / (1 + Math.exp(-x));
        for (double x = -30; x <= 30; x += 0.037) {
            final double z = (float) x;
            final double t = (float) Math.tanh(z);
            final double s = (float) sigma.applyAsDouble(z);
            assertNear(16 * Math.abs(Math.tanh(z)), Activations.TANH.forward(), z);
            assertNear(16 * sigma.applyAsDouble(z), Activations.SIGMOID.forward(), z);
            assertNear(4 * (1 + t * t), Activations.TANH.backward(), t, 1);
            assertNear(4 * (s + s * s), Activations.SIGMOID.backward(), s, 1);
            assertNear(Math.max(0, -z) * 0.01, Activations.leakyRelu(0.01).forward(), z);
            for (final double y : new double[] {-1, 1}) {
                assertNear(16 * Math.log1p(Math.exp(-y * z)), SampleLosses.LOGISTIC.forward(), z, y);
                assertNear(20 * sigma.applyAsDouble(-y * z), SampleLosses.LOGISTIC.backward(), z, y, 1);
                assertNear(2 * (1 + Math.abs(y * z)), SampleLosses.HINGE.forward(), z, y);
                assertNear(4 * (z - y) * (z - y), SampleLosses.SQUARED_ERROR.forward(), z, y);
                assertNear(
                        56 * 2 * sigma.applyAsDouble(z) * sigma.applyAsDouble(-z) * 2,
                        SampleLosses.SQUARED_PROBABILITY.backward(),
                        z,
                        y,
                        1);
            }
            for (final double y : new double[] {0, 0.25, 1}) {
                assertNear(
                        16 * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, z) + Math.abs(y * z)),
                        SampleLosses.BINARY_CROSS_ENTROPY.forward(),
                        z,
                        y);
                assertNear(20 * (sigma.applyAsDouble(z) + y), SampleLosses.BINARY_CROSS_ENTROPY.backward(), z, y, 1);
            }
        }
    }

    /** At most four times the table, plus the loss by flushed numbers. */
    private static void assertNear(double table, Formula formula, double... given) {
        final ErrorAnalysis analysis = new ErrorAnalysis(formula);
        analysis.compute(given);
        final double allowed = 4 * (U * table + 8 * Float.MIN_NORMAL);
        assertTrue(
                analysis.bound(0) <= allowed,
                () -> formula + " at " + given[0] + ": " + analysis.bound(0) / U + " u, by the table " + table + " u");
    }

    /** Operations that are rounded once in float, in random formulas of ten steps: never beyond the bound. */
    @Test
    void roundingsInFloatStayWithin() {
        final SplittableRandom random = new SplittableRandom(1);
        double worst = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            final float x = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-20, 20)));
            final float y = (float) random.nextGaussian();
            Expression term = X;
            float value = x;
            for (int step = 0; step < 10; step++) {
                switch (random.nextInt(7)) {
                    case 0 -> {
                        term = term.plus(Y);
                        value = value + y;
                    }
                    case 1 -> {
                        term = term.times(Y);
                        value = value * y;
                    }
                    case 2 -> {
                        term = term.minus(0.7);
                        value = value - 0.7F;
                    }
                    case 3 -> {
                        term = Y.over(term);
                        value = y / value;
                    }
                    case 4 -> {
                        term = sqrt(abs(term));
                        value = (float) Math.sqrt(Math.abs(value));
                    }
                    case 5 -> {
                        term = tanh(term);
                        value = (float) Math.tanh(value);
                    }
                    default -> {
                        term = term.isBelow(0.5).choose(term.negated(), term.plus(1));
                        value = value < 0.5F ? -value : value + 1;
                    }
                }
            }
            final ErrorAnalysis analysis = new ErrorAnalysis(new Formula(List.of("x", "y"), List.of(), List.of(term)));
            analysis.compute(x, y);
            final double error = Math.abs(value - analysis.value(0));
            if (analysis.bound(0) > 0 && analysis.bound(0) < Double.POSITIVE_INFINITY) {
                worst = Math.max(worst, error / analysis.bound(0));
            }
            assertTrue(!(error > analysis.bound(0)), term::toString);
        }
        assertTrue(worst > 0.3, "bounds are ten times what is ever needed: " + worst);
    }

    /** Where a rounding can flip a choice, both branches are right; elsewhere only one is. */
    @Test
    void choicesThatAreOpenTakeBothBranches() {
        final ErrorAnalysis relu = new ErrorAnalysis(Activations.RELU.forward());
        relu.compute(1e-39);
        assertEquals(1e-39, relu.bound(0), 1e-54);
        relu.compute(1);
        assertEquals(0, relu.bound(0));
        final ErrorAnalysis steps = new ErrorAnalysis(new Formula(
                List.of("x"), List.of(), List.of(X.times(1.1).isBelow(1.1).choose(0, 5))));
        steps.compute(1);
        assertEquals(5, steps.bound(0));
        steps.compute(1.000001);
        assertEquals(0, steps.bound(0));
    }

    @Test
    void anOverflowOnTheWayIsKnown() {
        final ErrorAnalysis analysis = new ErrorAnalysis(new Formula(
                List.of("x"), List.of(), List.of(log(exp(X)), exp(X.squared().negated()))));
        analysis.compute(89);
        assertEquals(Double.POSITIVE_INFINITY, analysis.bound(0));
        analysis.compute(1e25);
        assertTrue(analysis.bound(1) < 1e-37, "e^−∞ is 0");
    }

    /** What a user writes, and all that comes with Handgrad. */
    static Stream<List<OpCase>> cases() {
        final List<List<OpCase>> cases = new ArrayList<>();
        Stream.concat(Activations.all().stream(), Stream.of(SILU, GELU))
                .map(OpCases::of)
                .forEach(cases::add);
        Stream.concat(SampleLosses.all().stream(), Stream.of(HUBER))
                .map(OpCases::of)
                .forEach(cases::add);
        Optimisers.all().stream().map(OpCases::of).forEach(cases::add);
        cases.add(OpCases.of(PenaltyFunction.L2));
        return cases.stream();
    }

    /** A factor that is off by 10⁻⁵ is found in every formula, and rounding alone never fails. */
    @ParameterizedTest
    @MethodSource("cases")
    void aSmallFactorIsFoundInEveryFormula(List<OpCase> cases) {
        new OpCheck(new OracleBackend(), DeviceOptions.defaults(), 1)
                .check(cases)
                .forEach(report -> assertEquals(List.of(), report.failures()));
        final FaultyBackend faulty = FaultyBackend.with((op, tensor, values) -> {
            for (int i = 0; op.outputs().contains(tensor) && i < values.length; i++) {
                values[i] *= 1.00001F;
            }
        });
        new OpCheck(faulty, DeviceOptions.defaults(), 1)
                .check(cases)
                .forEach(report -> assertFalse(report.passed(), report::toString));
    }

    /** Switches are found along the formula, to the last digits. */
    @Test
    void findsSwitchesAndKinks() {
        assertArrayEquals(new double[] {0}, Switches.of(Activations.RELU.forward()), 1e-300);
        final Formula pieces = new Formula(
                List.of("x"),
                List.of(),
                List.of(max(X.minus(1.7), abs(X.plus(0.3)).minus(5))));
        // From −1.8 on the first is the larger, so that the kink of |x + 0.3| does not show.
        assertArrayEquals(new double[] {-1.8, -0.3}, Switches.of(pieces), 1e-12);
        assertArrayEquals(new double[] {-1.8}, Switches.jumps(pieces, x -> new double[] {x}), 1e-12);
        // Huber's loss switches from a square to a line without a kink.
        assertArrayEquals(new double[] {-1, 0, 1}, Switches.of(HUBER.forward(), z -> new double[] {z + 1, 1}), 1e-12);
        assertArrayEquals(new double[0], Switches.jumps(HUBER.forward(), z -> new double[] {z + 1, 1}));
        assertArrayEquals(
                new double[] {-1}, Switches.jumps(SampleLosses.HINGE.forward(), z -> new double[] {z, -1}), 1e-12);
    }
}
