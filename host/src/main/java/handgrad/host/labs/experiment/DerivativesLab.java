package handgrad.host.labs.experiment;

import handgrad.activation.Activations;
import handgrad.host.chart.ChartStyle;
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
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/** ReLU and softplus, and their derivatives. */
public final class DerivativesLab implements Lab {
    private static final int COUNT = 2000;

    /** The sigmoid, at most 1, is off by some ulp on each device. */
    private static final double ROUNDING = 8 * Numbers.UNIT;

    private static final double[] ADVERSARIAL = {
        0,
        -0.0,
        1e-30,
        -1e-30,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        1,
        -1
    };

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String name() {
        return "derivatives";
    }

    @Override
    public String claim() {
        return "ReLU is idempotent: ReLU(ReLU(x)) = ReLU(x). softplus(x) = log(1 + e^x) has the derivative σ(x),"
                + " which is 1-Lipschitz:"
                + " |σ(x) − σ(x')| ≤ |x − x'|, indeed ≤ ¼ |x − x'|. ReLU's derivative has no Lipschitz constant.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final RandomStream random = bench.random("derivatives");
        final List<Finding> findings = new ArrayList<>();
        findings.add(idempotent(bench, random));
        findings.addAll(lipschitz(bench, random));
        findings.add(reluQuotients(bench));
        return new Outcome(
                findings,
                List.of(
                        "A leaky ReLU is not idempotent: it shrinks a negative number twice.",
                        "The constant 1 of the source is right but not the best: σ' = σ(1 − σ) ≤ ¼."),
                List.of(
                        new Picture("derivatives", () -> derivatives(bench)),
                        new Picture("derivatives-quotients", () -> quotients(bench))));
    }

    private static Finding idempotent(LabBench bench, RandomStream random) {
        final Tensor x = Tensor.data("x", Shape.of(1, COUNT));
        final Tensor once = Tensor.activation("ReLU(x)", x.shape());
        final Tensor twice = Tensor.activation("ReLU(ReLU(x))", x.shape());
        final ProgramBuilder builder = new ProgramBuilder("ReLU twice");
        builder.keep(builder.add(new ActivationForward(Activations.RELU, x, once)));
        builder.keep(builder.add(new ActivationForward(Activations.RELU, once, twice)));
        final Program program = builder.build();
        long different = 0;
        try (LabSession device = bench.onDevice(program)) {
            for (final double[] values :
                    List.of(Numbers.normal(random, COUNT, 10), Numbers.choices(random, COUNT, ADVERSARIAL))) {
                device.run(program, LabInputs.none().with(x, values));
                final double[] first = device.floats(once);
                final double[] second = device.floats(twice);
                for (int i = 0; i < COUNT; i++) {
                    final double right = values[i] > 0 || Double.isNaN(values[i]) ? values[i] : 0;
                    different += Numbers.sameBits(first[i], second[i]) && (first[i] == right || right != right) ? 0 : 1;
                }
            }
        }
        return Finding.always(
                "the device's ReLU(ReLU(x)) = ReLU(x) = max(0, x)",
                2L * COUNT,
                different,
                "bit for bit, ±0, ±∞ and NaN among the inputs");
    }

    /** The derivative of softplus is what the loss log(1 + e^−yz) has for y = −1. */
    private static double[] softplusSlopes(LabBench bench, double[] x) {
        final double[] y = new double[x.length];
        Arrays.fill(y, -1);
        final ScoreProgram softplus = ScoreProgram.of(SampleLosses.LOGISTIC, x.length);
        try (LabSession device = bench.onDevice(softplus.program())) {
            return device.run(softplus.program(), softplus.inputs(x, y)).floats(softplus.gradient());
        }
    }

    private static double[] reluSlopes(LabBench bench, double[] x) {
        final Tensor input = Tensor.data("x", Shape.of(1, x.length));
        final Tensor output = Tensor.activation("ReLU(x)", input.shape());
        final Tensor one = Tensor.data("1", input.shape());
        final Tensor slope = Tensor.gradient(input);
        final ProgramBuilder builder = new ProgramBuilder("slope of ReLU");
        builder.add(new ActivationForward(Activations.RELU, input, output));
        builder.keep(builder.add(new ActivationBackward(Activations.RELU, input, output, one, slope)));
        final double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        final Program program = builder.build();
        try (LabSession device = bench.onDevice(program)) {
            return device.run(program, LabInputs.none().with(input, x).with(one, ones))
                    .floats(slope);
        }
    }

    private static List<Finding> lipschitz(LabBench bench, RandomStream random) {
        final double[] x = Numbers.normal(random, COUNT, 3);
        final double[] near = x.clone();
        for (int i = 0; i < COUNT; i++) {
            // Distances from 1 down to neighbouring floats.
            near[i] = (float) (x[i] + Math.scalb(1.0, -(i % 25)));
        }
        final double[] slopes = softplusSlopes(bench, x);
        final double[] nearSlopes = softplusSlopes(bench, near);
        final Comparison formula = new Comparison(
                "the device's derivative of softplus is σ(x)", ROUNDING, "8·2⁻²⁴, a computed sigmoid's error");
        long above = 0;
        double steepest = 0;
        for (int i = 0; i < COUNT; i++) {
            formula.add(slopes[i], Numbers.sigmoid(x[i]), 0);
            final double rise = Math.abs(slopes[i] - nearSlopes[i]);
            final double distance = Math.abs(x[i] - near[i]);
            above += rise <= distance / 4 + 2 * ROUNDING ? 0 : 1;
            steepest = distance >= 1.0 / 64 ? Math.max(steepest, rise / distance) : steepest;
        }
        return List.of(
                formula.finding(),
                Finding.always(
                        "|softplus'(x) − softplus'(x')| ≤ ¼ |x − x'| on the device",
                        COUNT,
                        above,
                        "16·2⁻²⁴ more for the rounding of both; distances from 1 to 2⁻²⁴; steepest quotient from 1/64"
                                + " on: "
                                + Numbers.brief(steepest)));
    }

    private static Finding reluQuotients(LabBench bench) {
        long exceptions = 0;
        final int finest = 60;
        final double[] x = new double[2 * finest];
        for (int i = 0; i < finest; i++) {
            x[2 * i] = Math.scalb(1.0, -i);
            x[2 * i + 1] = -x[2 * i];
        }
        final double[] slopes = reluSlopes(bench, x);
        for (int i = 0; i < finest; i++) {
            exceptions += slopes[2 * i] - slopes[2 * i + 1] == 1 ? 0 : 1;
        }
        return Finding.always(
                "the device's ReLU' rises by 1 from −h to h for h = 2⁻ⁱ: the quotient 1/(2h) exceeds every constant",
                finest,
                exceptions,
                "exactly 1, h down to 2⁻⁵⁹");
    }

    private static XYChart derivatives(LabBench bench) {
        final double[] x = Numbers.range(-6, 6, 1201);
        final XYChart chart = ChartStyle.chart("derivatives of ReLU and of softplus", "x", "derivative");
        ChartStyle.curve(chart, "ReLU'(x)", x, reluSlopes(bench, x), ChartStyle.TEST);
        ChartStyle.curve(chart, "softplus'(x) = σ(x)", x, softplusSlopes(bench, x), ChartStyle.TRAIN);
        return chart;
    }

    private static XYChart quotients(LabBench bench) {
        final int points = 15;
        final double[] distance = new double[points];
        final double[] ends = new double[2 * points];
        for (int i = 0; i < points; i++) {
            distance[points - 1 - i] = Math.scalb(2.0, -i);
            ends[2 * (points - 1 - i)] = distance[points - 1 - i] / 2;
            ends[2 * (points - 1 - i) + 1] = -distance[points - 1 - i] / 2;
        }
        final XYChart chart = ChartStyle.chart(
                "steepness of the derivative around 0: |f'(h/2) − f'(−h/2)| / h", "distance h", "difference quotient");
        ChartStyle.curve(chart, "ReLU: 1/h", distance, rises(reluSlopes(bench, ends), distance), ChartStyle.TEST);
        ChartStyle.curve(
                chart, "softplus: at most ¼", distance, rises(softplusSlopes(bench, ends), distance), ChartStyle.TRAIN);
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        return chart;
    }

    private static double[] rises(double[] slopes, double[] distance) {
        final double[] rises = new double[distance.length];
        for (int i = 0; i < rises.length; i++) {
            rises[i] = (slopes[2 * i] - slopes[2 * i + 1]) / distance[i];
        }
        return rises;
    }
}
