package handgrad.host.labs.experiment;

import handgrad.host.chart.ChartStyle;
import handgrad.host.labs.bench.CentralDifferences;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabInputs;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.bench.ScoreProgram;
import handgrad.host.labs.finding.Comparison;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.host.labs.finding.Outcome;
import handgrad.host.labs.finding.Picture;
import handgrad.loss.SampleLosses;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/** The error of the output layer under cross-entropy. */
public final class OutputErrorLab implements Lab {
    private static final int CLASSES = 7;
    private static final int SAMPLES = 60;

    /** a is off by 3 ulp of its exponentials, by the sum over the classes and by a division; a and y are at most 1. */
    private static final double ROUNDING = 32 * Numbers.UNIT;

    private static final String ROUNDING_REASON =
            "32·2⁻²⁴: exponentials, a sum over 7 classes and a division in float32";

    private static final double[] ADVERSARIAL = {0, -0.0, 1, 1, -1, 20, -20, 89, -104, 1000, -1000};

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String name() {
        return "output-error";
    }

    @Override
    public String claim() {
        return "δ^L = ∂C/∂z^L = a − y, for a = softmax(z) with C = −Σ y_k log a_k if Σ y_k = 1, and for a = σ(z) with"
                + " C = −y log a − (1 − y) log(1 − a) for every y from 0 to 1: σ' cancels.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final RandomStream random = bench.random("output-error");
        final double[] z = Numbers.normal(random, SAMPLES * CLASSES, 4);
        System.arraycopy(Numbers.choices(random, z.length / 2, ADVERSARIAL), 0, z, z.length / 2, z.length / 2);
        final Softmax softmax = new Softmax(bench, z);
        final Sigmoid sigmoid = new Sigmoid(bench, z, targets(random, z.length));
        return new Outcome(
                List.of(
                        softmax.formula(),
                        softmax.numeric(),
                        softmax.unnormalised(),
                        sigmoid.formula(),
                        sigmoid.numeric()),
                List.of(
                        "If Σ y_k ≠ 1 the error is a·Σ y_k − y: the claim needs targets that are a distribution.",
                        "A squared error on probabilities keeps σ' in its gradient: a sure and wrong answer hardly"
                                + " learns (see the"
                                + " picture; train logistic-mse shows it)."),
                List.of(new Picture("output-error", () -> chart(bench))));
    }

    private static double[] targets(RandomStream random, int count) {
        final double[] targets = Numbers.choices(random, count, 0, 1, 0.5);
        for (int i = 0; i < count; i += 3) {
            targets[i] = random.nextFloat();
        }
        return targets;
    }

    /** One class for each sample: every class for every row of z. */
    private static final class Softmax {
        private static final int ROWS = SAMPLES * CLASSES;

        private final Comparison formula =
                new Comparison("softmax: the device's δ against a − y", ROUNDING, ROUNDING_REASON);
        private final Comparison numeric = new Comparison(
                "softmax: a − y against difference quotients of C",
                CentralDifferences.TOLERANCE,
                CentralDifferences.REASON);
        private final Comparison unnormalised = new Comparison(
                "softmax with Σ y_k = 2 (two classes at once): δ is 2a − y, not a − y",
                2 * ROUNDING,
                "as above, twice");

        Softmax(LabBench bench, double[] z) {
            final Tensor logits = Tensor.data("z", Shape.of(ROWS, CLASSES));
            final Tensor labels = Tensor.labels("labels", ROWS);
            final Tensor losses = Tensor.activation("C", Shape.of(ROWS));
            final Tensor delta = Tensor.gradient(logits);
            final ProgramBuilder builder = new ProgramBuilder("softmax cross-entropy");
            builder.add(new SoftmaxCrossEntropyForward(logits, labels, losses));
            builder.add(new SoftmaxCrossEntropyBackward(logits, labels, delta, 1));
            builder.keep(losses);
            builder.keep(delta);
            final Program program = builder.build();
            final double[] repeated = new double[ROWS * CLASSES];
            final int[] classes = new int[ROWS];
            for (int row = 0; row < ROWS; row++) {
                System.arraycopy(z, row / CLASSES * CLASSES, repeated, row * CLASSES, CLASSES);
                classes[row] = row % CLASSES;
            }
            final LabInputs at = LabInputs.none().with(logits, repeated).with(labels, classes);
            try (LabSession device = bench.onDevice(program);
                    LabSession oracle = bench.inFloat64(program)) {
                compare(z, device.run(program, at).floats(delta));
                for (int k = 0; k < CLASSES; k++) {
                    differentiate(z, repeated, k, oracle, program, at, logits, losses);
                }
            }
        }

        private void compare(double[] z, double[] delta) {
            for (int row = 0; row < ROWS; row++) {
                final double[] a =
                        Numbers.softmax(Arrays.copyOfRange(z, row / CLASSES * CLASSES, (row / CLASSES + 1) * CLASSES));
                final int label = row % CLASSES;
                final int next = (label + 1) % CLASSES;
                final int nextRow = row - label + next;
                for (int k = 0; k < CLASSES; k++) {
                    final double own = delta[row * CLASSES + k];
                    formula.add(own, a[k] - (k == label ? 1 : 0), 0);
                    // C is linear in y: with y = e_label + e_next it is the sum of the two losses.
                    final double both = own + delta[nextRow * CLASSES + k];
                    unnormalised.add(both, 2 * a[k] - (k == label || k == next ? 1 : 0), 0);
                }
            }
        }

        /** By z_k, of all rows at once: each row's loss depends on its own z only. */
        private void differentiate(
                double[] z,
                double[] repeated,
                int k,
                LabSession oracle,
                Program program,
                LabInputs at,
                Tensor logits,
                Tensor losses) {
            final double[] above = shifted(repeated, k, CentralDifferences.STEP);
            final double[] below = shifted(repeated, k, -CentralDifferences.STEP);
            final double[] lossAbove =
                    oracle.run(program, at.with(logits, above)).floats(losses);
            final double[] lossBelow =
                    oracle.run(program, at.with(logits, below)).floats(losses);
            for (int row = 0; row < ROWS; row++) {
                final double[] a =
                        Numbers.softmax(Arrays.copyOfRange(z, row / CLASSES * CLASSES, (row / CLASSES + 1) * CLASSES));
                final double quotient =
                        (lossAbove[row] - lossBelow[row]) / (above[row * CLASSES + k] - below[row * CLASSES + k]);
                numeric.add(a[k] - (k == row % CLASSES ? 1 : 0), quotient, 0);
            }
        }

        private static double[] shifted(double[] z, int k, double by) {
            final double[] shifted = z.clone();
            for (int i = k; i < z.length; i += CLASSES) {
                shifted[i] += by;
            }
            return shifted;
        }

        Finding formula() {
            return formula.finding();
        }

        Finding numeric() {
            return numeric.finding();
        }

        Finding unnormalised() {
            return unnormalised.finding();
        }
    }

    /** Each z a score of its own. */
    private static final class Sigmoid {
        private final Comparison formula =
                new Comparison("sigmoid: the device's δ against a − y", ROUNDING, ROUNDING_REASON);
        private final Comparison numeric = new Comparison(
                "sigmoid: a − y against difference quotients of C",
                CentralDifferences.TOLERANCE,
                CentralDifferences.REASON);

        Sigmoid(LabBench bench, double[] z, double[] y) {
            final ScoreProgram scores = ScoreProgram.of(SampleLosses.BINARY_CROSS_ENTROPY, z.length);
            try (LabSession device = bench.onDevice(scores.program());
                    LabSession oracle = bench.inFloat64(scores.program())) {
                final double[] delta =
                        device.run(scores.program(), scores.inputs(z, y)).floats(scores.gradient());
                final double[] above = scores.losses(oracle, shifted(z, CentralDifferences.STEP), y);
                final double[] below = scores.losses(oracle, shifted(z, -CentralDifferences.STEP), y);
                for (int i = 0; i < z.length; i++) {
                    final double expected = Numbers.sigmoid(z[i]) - y[i];
                    formula.add(delta[i], expected, 0);
                    final double distance = (z[i] + CentralDifferences.STEP) - (z[i] - CentralDifferences.STEP);
                    numeric.add(expected, (above[i] - below[i]) / distance, 0);
                }
            }
        }

        private static double[] shifted(double[] z, double by) {
            return Arrays.stream(z).map(value -> value + by).toArray();
        }

        Finding formula() {
            return formula.finding();
        }

        Finding numeric() {
            return numeric.finding();
        }
    }

    private static XYChart chart(LabBench bench) {
        final double[] z = Numbers.range(-10, 10, 401);
        final double[] y = new double[z.length];
        Arrays.fill(y, 1);
        final XYChart chart = ChartStyle.chart(
                "what a sample of class +1 teaches, by its score", "score z", "size of the gradient |∂C/∂z|");
        ChartStyle.curve(
                chart,
                "cross-entropy: |a − y| = σ(−z)",
                z,
                gradients(bench, SampleLosses.LOGISTIC, z, y),
                ChartStyle.TRAIN);
        ChartStyle.curve(
                chart,
                "squared error on probabilities: 4 σ(z) σ(−z)²",
                z,
                gradients(bench, SampleLosses.SQUARED_PROBABILITY, z, y),
                ChartStyle.TEST);
        return chart;
    }

    private static double[] gradients(LabBench bench, SampleLoss loss, double[] z, double[] y) {
        final ScoreProgram scores = ScoreProgram.of(loss, z.length);
        try (LabSession device = bench.onDevice(scores.program())) {
            return Arrays.stream(
                            device.run(scores.program(), scores.inputs(z, y)).floats(scores.gradient()))
                    .map(Math::abs)
                    .toArray();
        }
    }
}
