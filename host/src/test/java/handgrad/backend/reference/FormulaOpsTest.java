package handgrad.backend.reference;

import static handgrad.formula.Expression.constant;
import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.log1p;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.sqrt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.oracle.OracleBackend;
import handgrad.backend.oracle.OracleSession;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.formula.Terms;
import handgrad.host.devices.Devices;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import handgrad.program.UpdateRule;
import handgrad.rounding.ErrorAnalysis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Formulas on the backends that run the kernels, {@code java} and {@code tornado}, against the oracle's float64. */
class FormulaOpsTest {
    private static final int SIZE = 200;

    private static final Tensor X = Tensor.parameter("x", Shape.of(SIZE));
    private static final Tensor Y = Tensor.parameter("y", Shape.of(SIZE));
    private static final Tensor DY = Tensor.parameter("dy", Shape.of(SIZE));
    private static final Tensor RESULT = Tensor.parameter("result", Shape.of(SIZE));
    private static final Tensor GRADIENT = Tensor.parameter("gradient", Shape.of(SIZE));

    /** Those of the two backends that can be used here. */
    static List<Backend> backends() {
        final List<Backend> backends = Devices.installed().backends().stream()
                .filter(backend -> List.of("java", "tornado").contains(backend.name()))
                .filter(backend -> backend.devices().getFirst().isUsable())
                .toList();
        assertTrue(backends.stream().anyMatch(backend -> backend.name().equals("java")));
        return backends;
    }

    /** An activation that is nothing but one operation on x, and on numbers where it takes more operands. */
    private static Activation only(Operation operation) {
        return Activation.of(operation.name(), x -> applied(operation, x), (x, y) -> applied(operation, y));
    }

    private static Expression applied(Operation operation, Expression x) {
        return switch (operation) {
            case CONSTANT -> number(0.1);
            case ARGUMENT -> x;
            case NEGATE -> x.negated();
            case ABS -> abs(x);
            case SIGN -> Terms.sign(x);
            case SQRT -> sqrt(x);
            case EXP -> exp(x);
            case EXPM1 -> Terms.expm1(x);
            case LOG -> Terms.log(x);
            case LOG1P -> log1p(x);
            case LOG1P_ABOVE -> log1p(abs(x));
            case TANH -> Terms.tanh(x);
            case SIGMOID -> sigmoid(x);
            case ERF -> erf(x);
            case PLUS -> x.plus(0.3);
            case MINUS -> number(0.3).minus(x);
            case TIMES -> x.times(x);
            case OVER -> number(0.3).over(x);
            case MIN -> Terms.min(x, constant(0.25));
            case MAX -> Terms.max(constant(0.25), x);
            case FMA -> fma(x, number(0.7), x);
            case SELECT_LESS -> x.isBelow(0.25).choose(x.times(2), 7);
            case SELECT_LESS_OR_EQUAL -> x.isAtMost(0.25).choose(x.times(2), 7);
            case SELECT_EQUAL -> x.isEqualTo(constant(0.25)).choose(5, x);
        };
    }

    /** The sum of all that are finite everywhere. */
    private static Expression everything(Expression x) {
        return Arrays.stream(Operation.values())
                .filter(operation -> !List.of(Operation.SQRT, Operation.LOG, Operation.LOG1P, Operation.OVER)
                        .contains(operation))
                .map(operation -> applied(operation, x))
                .reduce(number(0), Expression::plus);
    }

    private static final Activation GELU = Activation.of(
            "gelu",
            x -> x.times(0.5).times(number(1).plus(erf(x.times(Math.sqrt(0.5))))),
            (x, y) -> number(0.5)
                    .times(number(1).plus(erf(x.times(Math.sqrt(0.5)))))
                    .plus(x.times(1 / Math.sqrt(2 * Math.PI))
                            .times(exp(x.squared().times(-0.5)))));

    /** silu(x) = x σ(x): its derivative σ(x) (1 + x − y) reads x and y. */
    private static final Activation SILU = Activation.of(
            "silu",
            x -> x.times(sigmoid(x)),
            (x, y) -> sigmoid(x).times(x.minus(y).plus(1)));

    /** Constants that are not finite floats: NaN for x below 0, −∞ for 0, and ∞ above. */
    private static final Activation LIMITS = Activation.of(
            "limits",
            x -> x.isBelow(0)
                    .choose(Double.NaN, x.isAtMost(0).choose(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)),
            (x, y) -> number(Double.POSITIVE_INFINITY));

    private static final Activation TWICE = Activation.of("twice", x -> x.times(2), (x, y) -> number(2));

    static Stream<Activation> activations() {
        return Stream.of(
                        Activations.all().stream(),
                        Stream.of(GELU, SILU, LIMITS, TWICE),
                        Arrays.stream(Operation.values()).map(FormulaOpsTest::only),
                        Stream.of(Activation.of(
                                "everything", FormulaOpsTest::everything, (x, y) -> everything(x.times(y)))))
                .flatMap(activations -> activations);
    }

    /** Numbers of both signs up to some size, and those at which formulas go wrong. */
    private static float[] values(long seed, float size) {
        final Random random = new Random(seed);
        final float[] special = {
            0,
            -0f,
            1,
            -1,
            0.25f,
            -0.25f,
            1e-6f,
            -1e-6f,
            1e-30f,
            -1e-30f,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Math.nextUp(0.25f),
            Math.nextDown(0.25f),
            -0.999f,
            -1.001f,
            -0.29f,
            -0.3f
        };
        final float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            final float normal = (float) random.nextGaussian();
            values[i] = i < special.length ? special[i] : Math.clamp(size * normal, -80, 80);
        }
        return values;
    }

    /** Finite and of both signs. */
    private static float[] normal(long seed) {
        final Random random = new Random(seed);
        final float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Both sessions on the same values. */
    private record Pair(Session device, OracleSession oracle) implements AutoCloseable {
        static Pair open(Backend backend, Program... programs) {
            return new Pair(
                    backend.open(DeviceOptions.defaults(), List.of(programs)),
                    new OracleBackend().open(DeviceOptions.defaults(), List.of(programs)));
        }

        void upload(Tensor tensor, float... values) {
            device.upload(tensor, values.clone());
            oracle.upload(tensor, values.clone());
        }

        void upload(Tensor tensor, int... values) {
            device.upload(tensor, values.clone());
            oracle.upload(tensor, values.clone());
        }

        void run(Program program) {
            device.run(program, 1);
            oracle.run(program, 1);
        }

        float[] actual(Tensor tensor) {
            final float[] values = new float[tensor.size()];
            device.download(tensor, values);
            return values;
        }

        double[] exact(Tensor tensor) {
            final double[] values = new double[tensor.size()];
            oracle.download(tensor, values);
            return values;
        }

        /** Each element within its bound; NaN and infinities exactly. */
        void compare(Tensor tensor, double[] bounds, String what) {
            final float[] actual = actual(tensor);
            final double[] exact = exact(tensor);
            for (int i = 0; i < actual.length; i++) {
                final String where = what + ", " + tensor.name() + "[" + i + "]: " + actual[i] + ", not " + exact[i];
                if (Double.isInfinite(exact[i]) || Double.isNaN(exact[i])) {
                    assertEquals(exact[i], actual[i], where);
                } else {
                    assertTrue(Math.abs(actual[i] - exact[i]) <= bounds[i], where + ", bound " + bounds[i]);
                }
            }
        }

        @Override
        public void close() {
            device.close();
            oracle.close();
        }
    }

    /** The bound of a result of a formula for each element of its arguments' arrays. */
    private static double[] bounds(Formula formula, int result, List<float[]> elements, double... scalars) {
        final ErrorAnalysis analysis = new ErrorAnalysis(formula);
        final double[] bounds = new double[elements.getFirst().length];
        final double[] given = new double[elements.size() + scalars.length];
        System.arraycopy(scalars, 0, given, elements.size(), scalars.length);
        for (int i = 0; i < bounds.length; i++) {
            for (int e = 0; e < elements.size(); e++) {
                given[e] = elements.get(e)[i];
            }
            analysis.compute(given);
            bounds[i] = analysis.bound(result);
        }
        return bounds;
    }

    @ParameterizedTest
    @MethodSource("backends")
    void activations(Backend backend) {
        final float[] x = values(1, 4);
        final float[] y = values(2, 2);
        final float[] dy = normal(3);
        for (final Activation activation : activations().toList()) {
            final ActivationBackward backward = new ActivationBackward(activation, X, Y, DY, GRADIENT);
            final Program program = new Program(
                    activation.name(), List.of(new ActivationForward(activation, X, RESULT), backward), List.of());
            try (Pair pair = Pair.open(backend, program)) {
                final List<float[]> kept = new ArrayList<>();
                pair.upload(X, x);
                if (activation.keepsInput()) {
                    kept.add(x);
                }
                if (activation.keepsOutput()) {
                    pair.upload(Y, y);
                    kept.add(y);
                }
                pair.upload(DY, dy);
                kept.add(dy);
                pair.run(program);
                pair.compare(RESULT, bounds(activation.forward(), 0, List.of(x)), activation.name());
                pair.compare(GRADIENT, bounds(activation.backward(), 0, kept), activation.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void losses(Backend backend) {
        final int width = 4;
        final Tensor z = Tensor.parameter("z", Shape.of(SIZE / width, width));
        final Tensor y = Tensor.parameter("y", Shape.of(SIZE / width, width));
        final Tensor dz = Tensor.parameter("dz", Shape.of(SIZE / width, width));
        final Tensor losses = Tensor.parameter("losses", Shape.of(SIZE / width));
        final float scale = 0.25f;
        final SampleLoss absolute = SampleLoss.of(
                "absolute", SampleLoss.TargetKind.NUMBER, (a, b) -> abs(a.minus(b)), (a, b) -> Terms.sign(a.minus(b)));
        for (final SampleLoss loss :
                Stream.concat(SampleLosses.all().stream(), Stream.of(absolute)).toList()) {
            final Program program = new Program(
                    loss.name(),
                    List.of(new ScoreLossForward(loss, z, y, losses), new ScoreLossBackward(loss, z, y, dz, scale)),
                    List.of());
            final float[] scores = normal(4);
            final float[] targets = normal(5);
            for (int i = 0; i < SIZE; i++) {
                scores[i] *= 5;
                targets[i] = switch (loss.targets()) {
                    case SIGN_BY_PROBABILITY, SIGN_BY_MARGIN -> Math.signum(targets[i]);
                    case FRACTION_BY_PROBABILITY -> Math.clamp(targets[i], 0, 1);
                    case NUMBER -> targets[i];
                };
            }
            try (Pair pair = Pair.open(backend, program)) {
                pair.upload(z, scores);
                pair.upload(y, targets);
                pair.run(program);
                final double[] terms = bounds(loss.forward(), 0, List.of(scores, targets));
                final double[] sums = new double[losses.size()];
                final double[] exact = pair.exact(losses);
                for (int n = 0; n < sums.length; n++) {
                    for (int j = 0; j < width; j++) {
                        sums[n] += terms[n * width + j] / width;
                    }
                    // The losses have one sign here, so only roundings differ: width additions and a division.
                    sums[n] += (width + 1) * 0x1p-24 * Math.abs(exact[n]);
                }
                pair.compare(losses, sums, loss.name());
                pair.compare(dz, bounds(loss.backward(), 0, List.of(scores, targets), scale / width), loss.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void penalties(Backend backend) {
        final Tensor lambda = Tensor.state("lambda", 1);
        final Tensor position = Tensor.counters("position", 2);
        final Tensor history = Tensor.state("history", 3);
        final PenaltyFunction l1 = PenaltyFunction.of("l1", Terms::abs, Terms::sign);
        for (final PenaltyFunction penalty : List.of(PenaltyFunction.L2, l1)) {
            final Program program = new Program(
                    penalty.name(),
                    List.of(
                            new RecordPenalty(penalty, X, lambda, position, history, 3),
                            new AddPenaltyGradient(penalty, X, lambda, GRADIENT)),
                    List.of());
            final float[] w = normal(6);
            final float[] g = normal(7);
            try (Pair pair = Pair.open(backend, program)) {
                pair.upload(X, w);
                pair.upload(GRADIENT, g);
                pair.upload(lambda, 0.1f);
                pair.upload(position, 0, 1);
                pair.upload(history, 1f, 2f, 3f);
                pair.run(program);
                pair.compare(GRADIENT, bounds(penalty.backward(), 0, List.of(w, g), 0.1f), penalty.name());
                // Compensated: two roundings of the whole, one of each term, and three of the product with samples · λ.
                final double[] exact = pair.exact(history);
                pair.compare(history, new double[] {0, 6 * 0x1p-24 * exact[1], 0}, penalty.name());
            }
        }
    }

    /** Three state variables, each with its own formula. */
    private static final Optimiser THREE = Optimiser.of("three", step -> {
        final Expression r = step.state("r").times(0.5).plus(step.gradient());
        final Expression s = step.state("s").plus(sqrt(abs(step.gradient())));
        final Expression t = step.state("t").minus(step.state("s")).plus(step.number());
        return step.next("r", r)
                .next("s", s)
                .next("t", t)
                .weight(step.weight().minus(step.rate().times(r.plus(s).plus(t.times(0.01)))));
    });

    /** Several steps, each from the device's values, with the schedule's rate and the step count. */
    @ParameterizedTest
    @MethodSource("backends")
    void updates(Backend backend) {
        final Tensor rates = Tensor.state("rates", 4);
        final Tensor position = Tensor.counters("position", 2);
        final Tensor rate = Tensor.state("rate", 1);
        final Tensor number = Tensor.state("number", 1);
        final float[] schedule = {0.5f, 0.1f, 0.01f, 0.2f};
        for (final Optimiser optimiser :
                Stream.concat(Optimisers.all().stream(), Stream.of(THREE)).toList()) {
            final UpdateRule rule = optimiser.rule();
            final List<Tensor> states = rule.states().stream()
                    .map(name -> Tensor.state("state " + name, SIZE))
                    .toList();
            final Program program = new Program(
                    optimiser.toString(),
                    List.of(
                            new TakeRate(rates, position, rate),
                            new CountStep(number),
                            new Update(rule, X, GRADIENT, states, rate, number)),
                    List.of());
            final List<Tensor> results = new ArrayList<>(List.of(X));
            results.addAll(states);
            try (Pair pair = Pair.open(backend, program)) {
                pair.upload(X, normal(8));
                pair.upload(rates, schedule);
                for (int step = 0; step < schedule.length; step++) {
                    final List<float[]> before = new ArrayList<>();
                    for (final Tensor tensor : results) {
                        before.add(pair.actual(tensor));
                        pair.oracle().upload(tensor, before.getLast());
                    }
                    final float[] g = normal(9 + step);
                    before.add(1, g);
                    pair.upload(GRADIENT, g);
                    pair.upload(position, 7, step);
                    pair.run(program);
                    assertEquals(step + 1, pair.actual(number)[0], optimiser.toString());
                    for (int result = 0; result < results.size(); result++) {
                        final double[] bounds = bounds(rule.formula(), result, before, schedule[step], step + 1);
                        pair.compare(results.get(result), bounds, optimiser + " in step " + (step + 1));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void fourKeptNumbersAreAnErrorThatNamesTheLimit(Backend backend) {
        final UpdateRule rule = new UpdateRule(
                List.of("a", "b", "c", "d"),
                Expression.argument("w"),
                Stream.of("a", "b", "c", "d").map(Expression::argument).toList());
        final List<Tensor> states =
                rule.states().stream().map(name -> Tensor.state(name, SIZE)).toList();
        final Tensor one = Tensor.state("one", 1);
        final Program program =
                new Program("four", List.of(new Update(rule, X, GRADIENT, states, one, one)), List.of());
        final DeviceException failure = assertThrows(DeviceException.class, () -> {
            try (Session session = backend.open(DeviceOptions.defaults(), List.of(program))) {
                session.run(program, 1);
            }
        });
        assertTrue(failure.getMessage().contains("at most 3"), failure.getMessage());
    }
}
