package handgrad.host.labs.experiment;

import handgrad.host.chart.ChartStyle;
import handgrad.host.labs.bench.ClassLossProgram;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.bench.ScoreProgram;
import handgrad.host.labs.finding.Comparison;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.host.labs.finding.Outcome;
import handgrad.host.labs.finding.Picture;
import handgrad.loss.SampleLosses;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/** The range of cross-entropy, and what happens when its arguments are swapped. */
public final class CrossEntropyLab implements Lab {
    private static final int CLASSES = 5;
    private static final int ROWS = 400;

    /** From here on e^−λ is below the smallest normal float, and a device may flush the loss to 0. */
    private static final double UNDERFLOW = 87;

    /**
     * The loss has the errors of its exponentials, its logarithm, a sum and a difference, relative to its size since
     * nothing cancels.
     */
    private static final double ROUNDING = 32 * Numbers.UNIT;

    private static final double[] LAMBDAS = {
        -1e30, -1000, -88, -10, -1, -0.1, 0, 0.1, 1, 2, 5, 10, 17, 20, 40, 60, 80, 86, 90, 104, 150, 1000, 1e30
    };

    /** Extreme logits: ties, the range of e^z in float32, and the largest numbers whose difference is finite. */
    private static final double[] ADVERSARIAL = {0, -0.0, 1, 1, 88.7, -104, 1000, -1000, 1e30, -1e30, 1e38, -1e38};

    @Override
    public int number() {
        return 4;
    }

    @Override
    public String name() {
        return "cross-entropy";
    }

    @Override
    public String claim() {
        return "C = −log a_y with a = softmax(z) of at least two finite scores is positive and finite, and on z ="
                + " λ·e_y it tends to 0 as"
                + " λ → ∞: C = log(1 + (K − 1) e^−λ). With y and a swapped, −Σ a_k log y_k, it breaks at y ∈ {0, 1}.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final List<Finding> findings = new ArrayList<>(positive(bench));
        findings.addAll(limit(bench));
        findings.addAll(Swapped.findings(bench));
        return new Outcome(
                findings,
                List.of(
                        "Exactly C > 0; in float32 it is above 0 as long as λ < 87, and rounds to 0 when e^−λ leaves"
                                + " the range of floats.",
                        "C is computed as log(1 + Σ e^(z_k − z_max)) + (z_max − z_y): the logarithm of a rounded a_y"
                                + " would be infinite."),
                List.of(new Picture("cross-entropy", () -> chart(bench))));
    }

    private static List<Finding> positive(LabBench bench) {
        final RandomStream random = bench.random("cross-entropy");
        final ClassLossProgram loss = ClassLossProgram.of(ROWS, CLASSES);
        final int[] labels = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            labels[row] = random.nextInt(CLASSES);
        }
        long negative = 0;
        long infinite = 0;
        long zero = 0;
        long aboveUnderflow = 0;
        try (LabSession device = bench.onDevice(loss.program())) {
            for (final double[] z : List.of(
                    Numbers.normal(random, ROWS * CLASSES, 5), Numbers.choices(random, ROWS * CLASSES, ADVERSARIAL))) {
                final double[] losses = loss.losses(device, z, labels);
                for (int row = 0; row < ROWS; row++) {
                    final double gap = gap(z, row, labels[row]);
                    negative += losses[row] >= 0 ? 0 : 1;
                    infinite += Double.isFinite(losses[row]) ? 0 : 1;
                    aboveUnderflow += gap < UNDERFLOW ? 1 : 0;
                    zero += gap < UNDERFLOW && !(losses[row] > 0) ? 1 : 0;
                }
            }
        }
        return List.of(
                Finding.always("the device's C is finite", 2 * ROWS, infinite, "for scores up to ±10³⁸"),
                Finding.always("it is not negative", 2 * ROWS, negative, "to the bit; NaN counts as an exception"),
                Finding.always(
                        "it is above 0 where z_y leads by less than 87",
                        aboveUnderflow,
                        zero,
                        "there e^−87 is a normal float"));
    }

    /** By how much z_y is above the largest of the others. */
    private static double gap(double[] z, int row, int label) {
        double others = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < CLASSES; k++) {
            others = k == label ? others : Math.max(others, z[row * CLASSES + k]);
        }
        return z[row * CLASSES + label] - others;
    }

    private static List<Finding> limit(LabBench bench) {
        final double[] losses = alongLabel(bench, LAMBDAS);
        final Comparison closed = new Comparison(
                "on z = λ·e_y the device's C is log(1 + (K − 1) e^−λ), λ from −10³⁰ to 10³⁰",
                ROUNDING,
                "32·2⁻²⁴, relative: exponentials, logarithm and sums in float32");
        final Comparison tail = new Comparison(
                "C·e^λ tends to K − 1: C keeps its digits on the way to 0 (λ from 10 to 86)",
                ROUNDING,
                "32·2⁻²⁴, relative to K − 1, as above");
        long rises = 0;
        for (int i = 0; i < LAMBDAS.length; i++) {
            final double lambda = (float) LAMBDAS[i];
            closed.add(losses[i], closedForm(lambda), 0);
            if (lambda >= 10 && lambda < UNDERFLOW) {
                tail.add(losses[i] * Math.exp(lambda), closedForm(lambda) * Math.exp(lambda), 0);
            }
            rises += i > 0 && !(losses[i] <= losses[i - 1]) ? 1 : 0;
        }
        return List.of(
                closed.finding(),
                tail.finding(),
                Finding.always("C falls as λ grows", LAMBDAS.length - 1, rises, "each no larger than the one before"),
                new Finding(
                        "at the largest λ it is 0",
                        1,
                        losses[losses.length - 1],
                        Numbers.brief(losses[losses.length - 1]),
                        "exactly 0: e^−λ is far below the smallest float",
                        losses[losses.length - 1] == 0));
    }

    private static double closedForm(double lambda) {
        final double others = CLASSES - 1;
        return lambda >= 0 ? Math.log1p(others * Math.exp(-lambda)) : -lambda + Math.log(Math.exp(lambda) + others);
    }

    private static double[] alongLabel(LabBench bench, double[] lambdas) {
        final double[] z = new double[lambdas.length * CLASSES];
        final int[] labels = new int[lambdas.length];
        for (int row = 0; row < lambdas.length; row++) {
            labels[row] = row % CLASSES;
            z[row * CLASSES + labels[row]] = (float) lambdas[row];
        }
        final ClassLossProgram loss = ClassLossProgram.of(lambdas.length, CLASSES);
        try (LabSession device = bench.onDevice(loss.program())) {
            return loss.losses(device, z, labels);
        }
    }

    private static XYChart chart(LabBench bench) {
        final double[] lambdas = Numbers.range(0, 20, 201);
        final XYChart chart =
                ChartStyle.chart("cross-entropy of a growing right score, and with its arguments swapped", "λ", "loss");
        ChartStyle.curve(chart, "C on z = λ·e_y, 5 classes", lambdas, alongLabel(bench, lambdas), ChartStyle.TRAIN);
        ChartStyle.curve(
                chart,
                "swapped: −a log y − (1 − a) log(1 − y) at a = 0.9, y = σ(λ)",
                lambdas,
                Swapped.losses(bench, lambdas, 0.9),
                ChartStyle.TEST);
        chart.getStyler().setYAxisLogarithmic(true);
        return chart;
    }

    /**
     * −a log y − (1 − a) log(1 − y): the binary cross-entropy with the score that means y and the target a. A device
     * gets y as its score log(y/(1 − y)), which is ±∞ at y ∈ {0, 1}.
     */
    private static final class Swapped {
        private Swapped() {}

        static List<Finding> findings(LabBench bench) {
            final double[] answers = {0.5, 0.9, 0.1, 0.999};
            final double[] scores = {1, 10, 100, 1000, 1e6, 1e30};
            final Comparison growth = new Comparison(
                    "swapped, with y → 1: the device's loss grows like (1 − a)·log(y/(1 − y)), without bound",
                    ROUNDING,
                    "32·2⁻²⁴, relative to the score");
            long broken = 0;
            long cases = 0;
            for (final double a : answers) {
                final double[] losses = losses(bench, scores, a);
                for (int i = 0; i < scores.length; i++) {
                    final double s = (float) scores[i];
                    growth.add(losses[i], Math.log1p(Math.exp(-s)) + (1 - (float) a) * s, s);
                }
                for (final double y : new double[] {0, 1}) {
                    cases += 2;
                    broken += Double.isFinite(swapped(a, y)) ? 0 : 1;
                    broken += Double.isFinite(swapped(y, y)) ? 0 : 1;
                }
            }
            return List.of(
                    growth.finding(),
                    Finding.always(
                            "swapped, at y ∈ {0, 1}: −a log y − (1 − a) log(1 − y) is infinite for 0 < a < 1, and 0·∞"
                                    + " even for a = y",
                            cases,
                            cases - broken,
                            "not finite in float64"));
        }

        private static double swapped(double a, double y) {
            return -a * Math.log(y) - (1 - a) * Math.log(1 - y);
        }

        static double[] losses(LabBench bench, double[] scores, double a) {
            final double[] targets = new double[scores.length];
            Arrays.fill(targets, (float) a);
            final ScoreProgram loss = ScoreProgram.of(SampleLosses.BINARY_CROSS_ENTROPY, scores.length);
            try (LabSession device = bench.onDevice(loss.program())) {
                return loss.losses(device, scores, targets);
            }
        }
    }
}
