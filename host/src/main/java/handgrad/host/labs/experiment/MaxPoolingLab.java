package handgrad.host.labs.experiment;

import handgrad.activation.Activations;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabInputs;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.host.labs.finding.Outcome;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.ElementType;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** A non-decreasing function can be applied before or after max-pooling. */
public final class MaxPoolingLab implements Lab {
    private static final Shape INPUT = Shape.of(6, 2, 9, 9);
    private static final int DRAWS = 5;
    private static final Tensor X = Tensor.data("x", INPUT);

    /**
     * Two zeros, ties, neighbours, the ends of float32, where tanh and the sigmoid saturate, the infinities, NaN. No
     * number whose leaky ReLU is subnormal: a device may flush it to zero.
     */
    private static final double[] ADVERSARIAL = {
        0,
        -0.0,
        1e-30,
        -1e-30,
        1,
        Math.nextUp(1f),
        Math.nextDown(1f),
        -1,
        0.5,
        9.02,
        -9.02,
        17,
        -17,
        88.7,
        -104,
        1e30,
        -1e30,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    /** Twice the error of an activation function on any device of Handgrad, in units in the last place. */
    private static final double MOST_ULPS = 10;

    /** Overlapping windows and touching ones. */
    private static final List<Window> WINDOWS = List.of(new Window(2, 2, 0), new Window(3, 1, 0));

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String name() {
        return "max-pooling";
    }

    @Override
    public String claim() {
        return "A non-decreasing activation commutes with max-pooling: σ(max x) = max σ(x) over every window, bit for"
                + " bit, because σ keeps the"
                + " order of the window's elements. Domain: all floats, ties, infinities and NaN included; −0 and +0"
                + " count as one number, which"
                + " max does not order.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final List<Finding> findings = new ArrayList<>();
        final Tally rounded = new Tally();
        for (final Activation function :
                List.of(Activations.RELU, Activations.leakyRelu(0.01f), Activations.TANH, Activations.SIGMOID)) {
            final Tally ordered = new Tally();
            WINDOWS.forEach(window -> compare(bench, function, window, ordered, rounded));
            findings.add(Finding.always(
                    label(function) + ": σ(max x) = max σ(x) on every window where the computed σ is non-decreasing",
                    ordered.windows,
                    ordered.different,
                    "bit for bit; ±0 count as one, NaN equals NaN"));
        }
        findings.add(new Finding(
                "where rounding breaks the premise (some x < x' in the window have computed σ(x) > σ(x')), the two"
                        + " orders are a few"
                        + " units in the last place apart",
                rounded.windows,
                rounded.worstUlps,
                "worst " + Numbers.brief(rounded.worstUlps) + " ulp, in " + rounded.different + " windows",
                "at most " + Numbers.brief(MOST_ULPS) + " ulp: twice the error of a computed σ",
                rounded.worstUlps <= MOST_ULPS));
        findings.add(MagnitudeExample.finding(bench));
        return new Outcome(
                findings,
                List.of(
                        "So a network may pool first and apply σ to a quarter of the elements.",
                        "The claim is about the function that is computed: tanh in float32 is not quite"
                                + " non-decreasing between"
                                + " neighbouring floats, whoever computes it."),
                List.of());
    }

    private static String label(Activation function) {
        return function.getClass().getSimpleName();
    }

    private static void compare(LabBench bench, Activation function, Window window, Tally ordered, Tally rounded) {
        final Shape pooledShape = Shape.of(
                INPUT.dimension(0),
                INPUT.dimension(1),
                window.outputExtent(INPUT.dimension(2)),
                window.outputExtent(INPUT.dimension(3)));
        final ProgramBuilder builder = new ProgramBuilder("max-pooling " + label(function) + " " + window.size());
        final Tensor poolFirst = builder.add(new ActivationForward(
                function, pool(X, "max x", pooledShape, window, builder), Tensor.activation("σ(max x)", pooledShape)));
        final Tensor images = builder.add(new ActivationForward(function, X, Tensor.activation("σ(x)", INPUT)));
        final Tensor poolLast = pool(images, "max σ(x)", pooledShape, window, builder);
        List.of(poolFirst, images, poolLast).forEach(builder::keep);
        final Program program = builder.build();
        final RandomStream random = bench.random("max-pooling " + label(function) + window.size());
        try (LabSession device = bench.onDevice(program)) {
            for (int draw = 0; draw < DRAWS; draw++) {
                for (final double[] x : List.of(
                        Numbers.normal(random, INPUT.size(), 3),
                        Numbers.choices(random, INPUT.size(), ADVERSARIAL),
                        neighbours(random))) {
                    device.run(program, LabInputs.none().with(X, x));
                    final PooledImages pooled = new PooledImages(INPUT, window, x, device.floats(images));
                    pooled.compare(device.floats(poolFirst), device.floats(poolLast), ordered, rounded);
                }
            }
        }
    }

    static Tensor pool(Tensor x, String name, Shape shape, Window window, ProgramBuilder builder) {
        final Tensor winner = new Tensor(name + " winner", shape, ElementType.INT32, Role.ACTIVATION);
        return builder.add(new MaxPoolForward(x, Tensor.activation(name, shape), winner, window));
    }

    /**
     * Consecutive floats in random order: a smooth function, computed with rounding errors, puts some of them in the
     * wrong order.
     */
    private static double[] neighbours(RandomStream random) {
        final double[] values = new double[INPUT.size()];
        float base = 0;
        for (int i = 0; i < values.length; i++) {
            if (i % 9 == 0) {
                base = (float) (3 * random.nextNormal());
            }
            values[i] = base + random.nextInt(9) * Math.ulp(base);
        }
        return values;
    }

    /** Counts of windows. */
    static final class Tally {
        private long windows;
        private long different;
        private double worstUlps;

        void add(double a, double b) {
            windows++;
            final boolean same = Numbers.sameBits(a, b) || (a == 0 && b == 0);
            if (!same) {
                different++;
                final double ulps = Math.abs(a - b) / Math.ulp((float) Math.max(Math.abs(a), Math.abs(b)));
                worstUlps = Double.isNaN(ulps) ? Double.POSITIVE_INFINITY : Math.max(worstUlps, ulps);
            }
        }

        long different() {
            return different;
        }

        long windows() {
            return windows;
        }
    }
}
