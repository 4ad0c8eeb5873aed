package handgrad.host.labs.experiment;

import handgrad.activation.Activations;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabInputs;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.experiment.MaxPoolingLab.Tally;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;

/**
 * |x| = ReLU(x) + ReLU(−x), out of two 1×1 convolutions with a ReLU between them: a function that decreases somewhere
 * does not commute with max-pooling.
 */
final class MagnitudeExample {
    private static final Window POINT = new Window(1, 1, 0);
    private static final Window POOL = new Window(2, 2, 0);
    private static final Shape IMAGES = Shape.of(20, 1, 8, 8);
    private static final Shape POOLED = Shape.of(20, 1, 4, 4);

    private static final Tensor X = Tensor.data("x", IMAGES);
    private static final Tensor SPLIT = Tensor.parameter("split", Shape.of(2, 1, 1, 1));
    private static final Tensor SPLIT_BIAS = Tensor.parameter("split bias", Shape.of(2));
    private static final Tensor JOIN = Tensor.parameter("join", Shape.of(1, 2, 1, 1));
    private static final Tensor JOIN_BIAS = Tensor.parameter("join bias", Shape.of(1));

    private MagnitudeExample() {}

    /** Counts the windows where |max x| is not max |x|. */
    static Finding finding(LabBench bench) {
        final ProgramBuilder builder = new ProgramBuilder("magnitude");
        final Tensor poolFirst = magnitude(MaxPoolingLab.pool(X, "max x", POOLED, POOL, builder), "|max x|", builder);
        final Tensor poolLast = MaxPoolingLab.pool(magnitude(X, "|x|", builder), "max |x|", POOLED, POOL, builder);
        builder.keep(poolFirst);
        builder.keep(poolLast);
        final Program program = builder.build();
        final Tally tally = new Tally();
        try (LabSession device = bench.onDevice(program)) {
            device.run(
                    program,
                    LabInputs.none()
                            .with(X, Numbers.normal(bench.random("magnitude"), IMAGES.size(), 1))
                            .with(SPLIT, 1, -1)
                            .with(JOIN, 1, 1));
            final double[] first = device.floats(poolFirst);
            final double[] last = device.floats(poolLast);
            for (int i = 0; i < first.length; i++) {
                tally.add(first[i], last[i]);
            }
        }
        return Finding.somewhere(
                "|x|, which decreases below 0, does not commute: |max x| ≠ max |x|",
                tally.windows(),
                tally.different(),
                "or the claim would need no condition");
    }

    private static Tensor magnitude(Tensor x, String name, ProgramBuilder builder) {
        final Shape one = x.shape();
        final Shape two = Shape.of(one.dimension(0), 2, one.dimension(2), one.dimension(3));
        final Tensor parts =
                builder.add(new Conv2dForward(x, SPLIT, SPLIT_BIAS, Tensor.activation(name + " parts", two), POINT));
        final Tensor positive = builder.add(
                new ActivationForward(Activations.RELU, parts, Tensor.activation(name + " positive parts", two)));
        return builder.add(new Conv2dForward(positive, JOIN, JOIN_BIAS, Tensor.activation(name, one), POINT));
    }
}
