package handgrad.host.labs.experiment;

import handgrad.activation.Activations;
import handgrad.host.labs.bench.CentralDifferences;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabInputs;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.finding.Comparison;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.host.labs.finding.Outcome;
import handgrad.loss.SampleLosses;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The gradients of ‖ReLU(Wx)‖² by hand. */
public final class SquaredNormLab implements Lab {
    private static final int ROWS = 8;
    private static final int COLUMNS = 5;
    private static final int DRAWS = 10;

    /** Sums over at most 8 products, two of them in a chain. */
    private static final double ROUNDING = 64 * Numbers.UNIT;

    private static final Tensor X = Tensor.data("x", Shape.of(1, COLUMNS));
    private static final Tensor W = Tensor.parameter("W", Shape.of(ROWS, COLUMNS));
    private static final Tensor BIAS = Tensor.parameter("bias", Shape.of(ROWS));
    private static final Tensor Z = Tensor.activation("z", Shape.of(1, ROWS));
    private static final Tensor A = Tensor.activation("a", Z.shape());
    private static final Tensor ZERO = Tensor.data("0", Z.shape());
    private static final Tensor MEAN = Tensor.activation("‖a‖²/8", Shape.of(1));
    private static final Tensor DX = Tensor.gradient(X);
    private static final Tensor DW = Tensor.gradient(W);

    /** ‖a‖² as the squared error of a against 0, whose mean over the 8 elements it is times 8. */
    private static final Program PROGRAM = program();

    private static Program program() {
        final ProgramBuilder builder = new ProgramBuilder("‖ReLU(Wx)‖²");
        builder.add(new LinearForward(X, W, BIAS, Z));
        builder.add(new ActivationForward(Activations.RELU, Z, A));
        builder.keep(builder.add(new ScoreLossForward(SampleLosses.SQUARED_ERROR, A, ZERO, MEAN)));
        builder.add(new ScoreLossBackward(SampleLosses.SQUARED_ERROR, A, ZERO, Tensor.gradient(A), ROWS));
        builder.add(new ActivationBackward(Activations.RELU, Z, A, Tensor.gradient(A), Tensor.gradient(Z)));
        builder.add(new LinearBackwardWeight(X, Tensor.gradient(Z), DW, Tensor.gradient(BIAS)));
        builder.keep(DW);
        builder.keep(builder.add(new LinearBackwardInput(Tensor.gradient(Z), W, DX)));
        return builder.build();
    }

    @Override
    public int number() {
        return 10;
    }

    @Override
    public String name() {
        return "squared-norm";
    }

    @Override
    public String claim() {
        return "For z = Wx and a = ReLU(z): ∇ₓ‖a‖² = Wᵀ(2a ⊙ 1[z > 0]) and ∇_W ‖a‖² = (2a ⊙ 1[z > 0]) xᵀ, also where"
                + " z = 0, because a²"
                + " has the derivative 0 there from both sides.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final RandomStream random = bench.random("squared-norm");
        final Gradient byX = new Gradient("∇ₓ‖ReLU(Wx)‖²");
        final Gradient byW = new Gradient("∇_W ‖ReLU(Wx)‖²");
        long indicator = 0;
        long entries = 0;
        try (LabSession device = bench.onDevice(PROGRAM);
                LabSession oracle = bench.inFloat64(PROGRAM)) {
            final CentralDifferences differences = new CentralDifferences(oracle, PROGRAM, MEAN);
            for (final double[] pair : draws(random)) {
                final double[] w = Arrays.copyOf(pair, ROWS * COLUMNS);
                final double[] x = Arrays.copyOfRange(pair, ROWS * COLUMNS, pair.length);
                final LabInputs at = LabInputs.none()
                        .with(W, w)
                        .with(X, x)
                        .with(BIAS, new double[ROWS])
                        .with(ZERO, new double[ROWS]);
                final double[] delta = delta(w, x);
                device.run(PROGRAM, at);
                byX.add(transposed(w, delta), times(differences.gradient(at, X)), device.floats(DX), entriesSquared(w));
                byW.add(outer(delta, x), times(differences.gradient(at, W)), device.floats(DW), entriesSquared(x));
                for (int i = 0; i < ROWS; i++) {
                    entries++;
                    final double a = Math.max(0, row(w, x, i));
                    indicator += 2 * a == delta[i] ? 0 : 1;
                }
            }
        }
        final List<Finding> findings = new ArrayList<>(byX.findings());
        findings.addAll(byW.findings());
        findings.add(Finding.always(
                "2a ⊙ 1[z > 0] = 2a: the indicator may be left out, since a is 0 where it is",
                entries,
                indicator,
                "exactly"));
        return new Outcome(
                findings,
                List.of("‖ReLU(z)‖² is smoother than ReLU: its second derivative jumps at 0, its first does not."),
                List.of());
    }

    /**
     * W and x one after the other: random; rows of zeros and a sum that cancels, so that z = 0; all z below 0; large;
     * small.
     */
    private static List<double[]> draws(RandomStream random) {
        final int size = (ROWS + 1) * COLUMNS;
        final List<double[]> draws = new ArrayList<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            draws.add(Numbers.normal(random, size, 1));
            draws.add(Numbers.choices(random, size, 0, 1, -1));
            draws.add(Numbers.normal(random, size, 100));
            draws.add(Numbers.normal(random, size, 1e-3));
            final double[] below = Numbers.normal(random, size, 1);
            for (int i = 0; i < size; i++) {
                below[i] = i < ROWS * COLUMNS ? -Math.abs(below[i]) : Math.abs(below[i]);
            }
            draws.add(below);
        }
        return draws;
    }

    private static double row(double[] w, double[] x, int i) {
        double z = 0;
        for (int j = 0; j < COLUMNS; j++) {
            z += w[i * COLUMNS + j] * x[j];
        }
        return z;
    }

    /** 2a ⊙ 1[z > 0]. */
    private static double[] delta(double[] w, double[] x) {
        final double[] delta = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            final double z = row(w, x, i);
            delta[i] = z > 0 ? 2 * z : 0;
        }
        return delta;
    }

    private static double[] transposed(double[] w, double[] delta) {
        final double[] gradient = new double[COLUMNS];
        for (int e = 0; e < w.length; e++) {
            gradient[e % COLUMNS] += w[e] * delta[e / COLUMNS];
        }
        return gradient;
    }

    private static double[] outer(double[] delta, double[] x) {
        final double[] gradient = new double[ROWS * COLUMNS];
        Arrays.setAll(gradient, e -> delta[e / COLUMNS] * x[e % COLUMNS]);
        return gradient;
    }

    private static double[] times(double[] gradientOfMean) {
        return Arrays.stream(gradientOfMean).map(value -> ROWS * value).toArray();
    }

    private static double entriesSquared(double[] values) {
        return Math.pow(Numbers.largest(values), 2);
    }

    /** One gradient: the formula against difference quotients, and the device's ops against the formula. */
    private static final class Gradient {
        private final Comparison numeric;
        private final Comparison device;

        Gradient(String what) {
            numeric = new Comparison(
                    what + ": the formula against difference quotients",
                    ROWS * CentralDifferences.STEP,
                    "at z = 0 a quotient is off by half the step times the squared entries, for each of the 8 rows;"
                            + " elsewhere by 10⁻⁹");
            device = new Comparison(
                    what + ": the device's backward ops against the formula",
                    ROUNDING,
                    "64·2⁻²⁴, two sums of at most 8 products in float32");
        }

        void add(double[] formula, double[] quotients, double[] backward, double squaredEntries) {
            final double scale = Math.max(Numbers.largest(formula), squaredEntries);
            for (int i = 0; i < formula.length; i++) {
                numeric.add(formula[i], quotients[i], scale);
                device.add(backward[i], formula[i], scale);
            }
        }

        List<Finding> findings() {
            return List.of(numeric.finding(), device.finding());
        }
    }
}
