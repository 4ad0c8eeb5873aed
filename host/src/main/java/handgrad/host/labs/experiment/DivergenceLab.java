package handgrad.host.labs.experiment;

import handgrad.host.chart.ChartStyle;
import handgrad.host.labs.bench.ClassLossProgram;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.finding.Comparison;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.host.labs.finding.Outcome;
import handgrad.host.labs.finding.Picture;
import handgrad.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/** The Kullback–Leibler divergence of two distributions. */
public final class DivergenceLab implements Lab {
    private static final int CLASSES = 6;
    private static final int PAIRS = 300;

    /** Each log-probability is off by some roundings of its own size, and six are summed. */
    private static final double ROUNDINGS = 32;

    @Override
    public int number() {
        return 5;
    }

    @Override
    public String name() {
        return "divergence";
    }

    @Override
    public String claim() {
        return "D(p‖q) = Σ p_k log(p_k/q_k) ≥ 0, with equality only at p = q; more exactly D(p‖q) ≥ ½ (Σ|p_k − q_k|)²"
                + " (Pinsker). It is finite"
                + " only if q_k > 0 wherever p_k > 0, and not symmetric.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final Pairs pairs = Pairs.draw(bench.random("divergence"));
        final ClassLossProgram loss = ClassLossProgram.of(PAIRS * CLASSES, CLASSES);
        final double[] onDevice;
        final double[] reversed;
        final double[] inFloat64;
        try (LabSession device = bench.onDevice(loss.program());
                LabSession oracle = bench.inFloat64(loss.program())) {
            onDevice = divergences(device, loss, pairs.p(), pairs.q());
            reversed = divergences(device, loss, pairs.q(), pairs.p());
            inFloat64 = divergences(oracle, loss, pairs.p(), pairs.q());
        }
        final Comparison formula = new Comparison(
                "the device's Σ p_k (C_k(q) − C_k(p)), C_k the cross-entropy of class k, is Σ p_k log(p_k/q_k)",
                ROUNDINGS * Numbers.UNIT,
                "32·2⁻²⁴, relative to the largest −log q_k");
        for (int i = 0; i < PAIRS; i++) {
            formula.add(onDevice[i], pairs.formula(i), pairs.largestLoss(i));
        }
        return new Outcome(
                List.of(
                        formula.finding(),
                        pinsker(
                                pairs,
                                onDevice,
                                ROUNDINGS * Numbers.UNIT,
                                "on the device",
                                "32·2⁻²⁴ of the largest −log q_k"),
                        pinsker(pairs, inFloat64, ROUNDINGS * 0x1p-53, "in float64", "32·2⁻⁵³ of the largest −log q_k"),
                        equality(pairs, onDevice),
                        asymmetry(onDevice, reversed),
                        infinite()),
                List.of(
                        "Equal distributions can come from different scores: softmax(z + c) = softmax(z), and D is 0"
                                + " there.",
                        "Minimising cross-entropy is minimising D(y‖a): they differ by the entropy of y, which no"
                                + " parameter changes."),
                List.of(new Picture("divergence", () -> chart(bench))));
    }

    /** Σ p_k (C_k(q) − C_k(p)) for each pair, the losses C_k from the session. */
    private static double[] divergences(LabSession session, ClassLossProgram loss, double[] p, double[] q) {
        final int[] labels = new int[PAIRS * CLASSES];
        Arrays.setAll(labels, row -> row % CLASSES);
        final double[] lossP = loss.losses(session, repeated(p), labels);
        final double[] lossQ = loss.losses(session, repeated(q), labels);
        final double[] divergences = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            final double[] probabilities = Pairs.distribution(p, i);
            for (int k = 0; k < CLASSES; k++) {
                divergences[i] += probabilities[k] * (lossQ[i * CLASSES + k] - lossP[i * CLASSES + k]);
            }
        }
        return divergences;
    }

    private static double[] repeated(double[] z) {
        final double[] repeated = new double[z.length * CLASSES];
        for (int row = 0; row < z.length; row++) {
            System.arraycopy(z, row / CLASSES * CLASSES, repeated, row * CLASSES, CLASSES);
        }
        return repeated;
    }

    private static Finding pinsker(Pairs pairs, double[] divergences, double unit, String where, String reason) {
        long below = 0;
        for (int i = 0; i < PAIRS; i++) {
            final double least = Math.pow(pairs.distance(i), 2) / 2;
            below += divergences[i] >= least - unit * Math.max(1, pairs.largestLoss(i)) ? 0 : 1;
        }
        return Finding.always(
                where + ": D(p‖q) ≥ ½ (Σ|p_k − q_k|)², so it is 0 only at p = q",
                PAIRS,
                below,
                "short of it by at most " + reason);
    }

    private static Finding equality(Pairs pairs, double[] divergences) {
        long cases = 0;
        long exceptions = 0;
        for (int i = 0; i < PAIRS; i++) {
            if (pairs.isEqual(i)) {
                cases++;
                exceptions += Math.abs(divergences[i]) <= ROUNDINGS * Numbers.UNIT * Math.max(1, pairs.largestLoss(i))
                        ? 0
                        : 1;
            }
        }
        return Finding.always(
                "D = 0 where p = q, also where all scores differ by a constant",
                cases,
                exceptions,
                "within 32·2⁻²⁴ of the largest −log q_k");
    }

    private static Finding asymmetry(double[] divergences, double[] reversed) {
        long different = 0;
        for (int i = 0; i < PAIRS; i++) {
            different += Math.abs(divergences[i] - reversed[i]) > 0.01 ? 1 : 0;
        }
        return Finding.somewhere(
                "D(p‖q) and D(q‖p) differ, by more than 0.01", PAIRS, different, "or it would be symmetric");
    }

    private static Finding infinite() {
        final double[] p = {0.5, 0.5};
        final double[] q = {1, 0};
        double divergence = 0;
        for (int k = 0; k < p.length; k++) {
            divergence += p[k] * Math.log(p[k] / q[k]);
        }
        return new Finding(
                "p = (½, ½), q = (1, 0): q_k = 0 < p_k makes D infinite",
                1,
                divergence,
                String.valueOf(divergence),
                "infinite in float64",
                divergence == Double.POSITIVE_INFINITY);
    }

    private static XYChart chart(LabBench bench) {
        final double p = 0.3;
        final double[] q = Numbers.range(0.005, 0.995, 397);
        final ClassLossProgram loss = ClassLossProgram.of(2 * q.length, 2);
        final double[] z = new double[4 * q.length];
        final double[] zP = new double[4 * q.length];
        final int[] labels = new int[2 * q.length];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = row % 2;
            z[2 * row] = Math.log(q[row / 2] / (1 - q[row / 2]));
            zP[2 * row] = Math.log(p / (1 - p));
        }
        final double[] forward = new double[q.length];
        final double[] backward = new double[q.length];
        try (LabSession device = bench.onDevice(loss.program())) {
            final double[] lossQ = loss.losses(device, z, labels);
            final double[] lossP = loss.losses(device, zP, labels);
            for (int i = 0; i < q.length; i++) {
                final double first = lossQ[2 * i] - lossP[2 * i];
                final double second = lossQ[2 * i + 1] - lossP[2 * i + 1];
                forward[i] = p * first + (1 - p) * second;
                backward[i] = -q[i] * first - (1 - q[i]) * second;
            }
        }
        final XYChart chart = ChartStyle.chart("divergence of two coins, p = 0.3", "q", "divergence (nats)");
        ChartStyle.curve(chart, "D(p‖q)", q, forward, ChartStyle.TRAIN);
        ChartStyle.curve(chart, "D(q‖p)", q, backward, ChartStyle.TEST);
        ChartStyle.curve(
                chart,
                "Pinsker's bound 2 (p − q)²",
                q,
                Arrays.stream(q).map(value -> 2 * (p - value) * (p - value)).toArray(),
                ChartStyle.THIRD);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0);
        return chart;
    }

    /**
     * Pairs of distributions as the scores whose softmax they are.
     *
     * @param p [PAIRS, CLASSES]
     * @param q [PAIRS, CLASSES]
     */
    private record Pairs(double[] p, double[] q) {
        /**
         * Of every five pairs: two at random, one far apart, one near, and one equal except for a constant added to all
         * scores.
         */
        static Pairs draw(RandomStream random) {
            final double[] p = Numbers.normal(random, PAIRS * CLASSES, 2);
            final double[] q = Numbers.normal(random, PAIRS * CLASSES, 2);
            for (int i = 0; i < p.length; i++) {
                switch (i / CLASSES % 5) {
                    case 2 -> q[i] = 10 * q[i];
                    case 3 -> q[i] = (float) (p[i] + 1e-3 * q[i]);
                    case 4 -> {
                        // Both on a grid of 2⁻¹⁰, so that the constant is added without rounding.
                        p[i] = Math.rint(p[i] * 1024) / 1024;
                        q[i] = p[i] + i / CLASSES % 3;
                    }
                    default -> {}
                }
            }
            return new Pairs(p, q);
        }

        static double[] distribution(double[] scores, int pair) {
            return Numbers.softmax(Arrays.copyOfRange(scores, pair * CLASSES, (pair + 1) * CLASSES));
        }

        boolean isEqual(int pair) {
            return pair % 5 == 4;
        }

        double formula(int pair) {
            final double[] a = distribution(p, pair);
            final double[] b = distribution(q, pair);
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += a[k] * Math.log(a[k] / b[k]);
            }
            return sum;
        }

        double distance(int pair) {
            final double[] a = distribution(p, pair);
            final double[] b = distribution(q, pair);
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += Math.abs(a[k] - b[k]);
            }
            return sum;
        }

        /** The largest −log p_k or −log q_k. */
        double largestLoss(int pair) {
            double largest = 0;
            for (final double probability : distribution(p, pair)) {
                largest = Math.max(largest, -Math.log(probability));
            }
            for (final double probability : distribution(q, pair)) {
                largest = Math.max(largest, -Math.log(probability));
            }
            return largest;
        }
    }
}
