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
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ElementType;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import handgrad.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/** The gradient of a maximum. */
public final class MaximumLab implements Lab {
    private static final int DRAWS = 40;
    private static final Window KERNEL = new Window(2, 1, 0);
    private static final Window POOL = new Window(2, 2, 0);

    /** A maximum with this lead stays the maximum within the step of the difference quotient. */
    private static final double LEAD = 1e-3;

    private static final Tensor X = Tensor.data("x", Shape.of(1, 2, 3, 3));
    private static final Tensor W = Tensor.parameter("w", Shape.of(1, 2, 2, 2));
    private static final Tensor B = Tensor.parameter("b", Shape.of(1));
    private static final Tensor Z = Tensor.activation("z", Shape.of(1, 1, 2, 2));
    private static final Tensor F = Tensor.activation("f", Z.shape());
    private static final Tensor DF = Tensor.data("d(f)", Z.shape());
    private static final Tensor MAX = Tensor.activation("max f", Shape.of(1, 1, 1, 1));
    private static final Tensor D_MAX = Tensor.data("d(max f)", MAX.shape());
    private static final Tensor WINNER = new Tensor("winner", MAX.shape(), ElementType.INT32, Role.ACTIVATION);
    private static final List<Tensor> VARIABLES = List.of(X, W, B);

    /** max_k f_k with its gradients, through max-pooling over the four places of a convolution. */
    private static final Program OF_MAXIMUM = ofMaximum();

    /** Σ d_k f_k with its gradients; with d = e_k it is f_k alone. */
    private static final Program OF_ONE = ofOne();

    @Override
    public int number() {
        return 9;
    }

    @Override
    public String name() {
        return "maximum";
    }

    @Override
    public String claim() {
        return "∇ max_k f_k = ∇f_m for the m that attains the maximum, if one alone does. Here f_k = tanh(w · x_k +"
                + " b), the four places of a"
                + " convolution, and the maximum is a max-pooling. Where several attain it there is no gradient; the"
                + " kernel takes the first's.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final RandomStream random = bench.random("maximum");
        final Experiment experiment = new Experiment();
        try (LabSession device = bench.onDevice(OF_MAXIMUM, OF_ONE);
                LabSession oracle = bench.inFloat64(OF_MAXIMUM, OF_ONE)) {
            for (int draw = 0; draw < DRAWS; draw++) {
                final LabInputs at = LabInputs.none()
                        .with(D_MAX, 1)
                        .with(DF, new double[Z.size()])
                        .with(X, Numbers.normal(random, X.size(), 1))
                        .with(W, Numbers.normal(random, W.size(), 0.5))
                        .with(B, Numbers.normal(random, 1, 0.5));
                experiment.compare(device, oracle, at);
                // The largest tie: all windows of a constant picture are alike.
                experiment.compareTie(device, oracle, at.with(X, constant(random)));
                // A near tie: one pixel of a constant picture moved by a hundredth of the step.
                final double[] near = constant(random);
                near[random.nextInt(near.length)] += 1e-7;
                experiment.compareBits(device, at.with(X, near));
            }
        }
        return experiment.outcome();
    }

    private static double[] constant(RandomStream random) {
        final double[] picture = new double[X.size()];
        Arrays.fill(picture, (float) random.nextNormal());
        return picture;
    }

    private static Program ofMaximum() {
        final ProgramBuilder builder = forward("max f");
        builder.keep(builder.add(new MaxPoolForward(F, MAX, WINNER, POOL)));
        builder.keep(WINNER);
        backward(builder, builder.add(new MaxPoolBackward(D_MAX, WINNER, Tensor.gradient(F), POOL)));
        return builder.build();
    }

    private static Program ofOne() {
        final ProgramBuilder builder = forward("f");
        builder.keep(F);
        backward(builder, DF);
        return builder.build();
    }

    private static ProgramBuilder forward(String name) {
        final ProgramBuilder builder = new ProgramBuilder(name);
        builder.add(new Conv2dForward(X, W, B, Z, KERNEL));
        builder.add(new ActivationForward(Activations.TANH, Z, F));
        return builder;
    }

    private static void backward(ProgramBuilder builder, Tensor df) {
        final Tensor dz = builder.add(new ActivationBackward(Activations.TANH, Z, F, df, Tensor.gradient(Z)));
        builder.add(new Conv2dBackwardInput(dz, W, Tensor.gradient(X), KERNEL));
        builder.add(new Conv2dBackwardWeight(X, dz, Tensor.gradient(W), Tensor.gradient(B), KERNEL));
        VARIABLES.forEach(variable -> builder.keep(Tensor.gradient(variable)));
    }

    /** What was found so far. */
    private static final class Experiment {
        private final Comparison numeric = new Comparison(
                "the device's ∇ max f against difference quotients of max f, where one f_k leads by 10⁻³",
                200 * Numbers.UNIT,
                "200·2⁻²⁴, float32 roundings; the quotient's own error is below 10⁻⁷");
        private long cases;
        private long different;
        private long winners;
        private long losers;
        private long late;
        private long ties;
        private long kinks;

        /** Random numbers: compared to the bit, and with difference quotients where the maximum is unique. */
        void compare(LabSession device, LabSession oracle, LabInputs at) {
            compareBits(device, at);
            final double[] f = oracle.run(OF_ONE, at).floats(F);
            if (leads(f)) {
                device.run(OF_MAXIMUM, at);
                for (final Tensor variable : VARIABLES) {
                    final double[] quotients = new CentralDifferences(oracle, OF_MAXIMUM, MAX).gradient(at, variable);
                    numeric.addAll(device.floats(Tensor.gradient(variable)), quotients);
                }
            }
        }

        /**
         * Whether ∇ max f is ∇f_m to the bit, m being the winner that the device's pooling names, and whether f_m is
         * the maximum.
         */
        void compareBits(LabSession device, LabInputs at) {
            final double[] f = device.run(OF_ONE, at).floats(F);
            device.run(OF_MAXIMUM, at);
            final int winner = device.ints(WINNER)[0];
            winners++;
            losers += Numbers.sameBits(f[winner], device.floats(MAX)[0]) && f[winner] == f[largest(f)] ? 0 : 1;
            final double[] one = new double[f.length];
            one[winner] = 1;
            device.run(OF_ONE, at.with(DF, one));
            final List<double[]> alone = VARIABLES.stream()
                    .map(variable -> device.floats(Tensor.gradient(variable)))
                    .toList();
            device.run(OF_MAXIMUM, at);
            for (int v = 0; v < VARIABLES.size(); v++) {
                final double[] ofMaximum = device.floats(Tensor.gradient(VARIABLES.get(v)));
                for (int i = 0; i < ofMaximum.length; i++) {
                    cases++;
                    final boolean same = Numbers.sameBits(ofMaximum[i], alone.get(v)[i])
                            || (ofMaximum[i] == 0 && alone.get(v)[i] == 0);
                    different += same ? 0 : 1;
                }
            }
        }

        /** All f_k equal: the derivatives from the right and from the left differ. */
        void compareTie(LabSession device, LabSession oracle, LabInputs at) {
            compareBits(device, at);
            device.run(OF_MAXIMUM, at);
            late += device.ints(WINNER)[0] == 0 ? 0 : 1;
            final CentralDifferences differences = new CentralDifferences(oracle, OF_MAXIMUM, MAX);
            final double centre = oracle.run(OF_MAXIMUM, at).floats(MAX)[0];
            final double[] x = at.floats().get(X);
            for (int i = 0; i < x.length; i++) {
                final double right = differences.value(at, X, i, x[i] + CentralDifferences.STEP)[0] - centre;
                final double left = centre - differences.value(at, X, i, x[i] - CentralDifferences.STEP)[0];
                ties++;
                kinks += Math.abs(right - left) > 1e-3 * CentralDifferences.STEP ? 1 : 0;
            }
        }

        Outcome outcome() {
            return new Outcome(
                    List.of(
                            Finding.always(
                                    "the place m that the device's pooling names attains the maximum: f_m = max f",
                                    winners,
                                    losers,
                                    "bit for bit; random pictures, ties, near ties"),
                            Finding.always("at a tie of all four it is the first", DRAWS, late, "exactly"),
                            Finding.always(
                                    "the device's ∇ max f is its ∇f_m by x, w and b",
                                    cases,
                                    different,
                                    "bit for bit, ±0 count as one; random pictures, ties, near ties"),
                            numeric.finding(),
                            Finding.somewhere(
                                    "at a tie of all four, max f has no derivative by x: those from the right and"
                                            + " from the left differ",
                                    ties,
                                    kinks,
                                    "or the claim would need no condition")),
                    List.of("Max-pooling sends the whole gradient to one place; average-pooling would share it out."),
                    List.of());
        }

        private static int largest(double[] f) {
            int place = 0;
            for (int k = 1; k < f.length; k++) {
                place = f[k] > f[place] ? k : place;
            }
            return place;
        }

        private static boolean leads(double[] f) {
            final int first = largest(f);
            for (int k = 0; k < f.length; k++) {
                if (k != first && f[k] > f[first] - LEAD) {
                    return false;
                }
            }
            return true;
        }
    }
}
