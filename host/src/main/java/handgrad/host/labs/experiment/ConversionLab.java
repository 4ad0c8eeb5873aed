package handgrad.host.labs.experiment;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.host.chart.ChartStyle;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.bench.LabTraining;
import handgrad.host.labs.finding.Comparison;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.host.labs.finding.Outcome;
import handgrad.host.labs.finding.Picture;
import handgrad.network.Layers;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.training.Objective;
import handgrad.training.ParameterValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.XYChart;

/** A trained sigmoid network turned into the tanh network that computes the same. */
public final class ConversionLab implements Lab {
    private static final int[] WIDTHS = {1, 16, 16, 1};
    private static final int SAMPLES = 64;
    private static final int BATCH = 16;
    private static final float LEARNING_RATE = 0.05f;

    /** One long training, inspected when it is finished. */
    private static final int STEPS = 8000;

    /** Some hundred roundings of float64, at outputs and gradients near 1. */
    private static final double EXACT = 1e-12;

    private static final String EXACT_REASON = "some hundred roundings of 2⁻⁵³";

    private static final double ROUNDED_GRADIENTS = 2000 * Numbers.UNIT;

    @Override
    public int number() {
        return 7;
    }

    @Override
    public String name() {
        return "conversion";
    }

    @Override
    public String claim() {
        return "A network with σ between its linear layers (A_l, b_l) equals one with tanh and C_1 = ½A_1, d_1 ="
                + " ½b_1; C_i = ¼A_i,"
                + " d_i = ½b_i + ¼A_i·1; C_L = ½A_L, d_L = b_L + ½A_L·1, because σ(z) = ½(1 + tanh ½z). The gradients"
                + " follow by the chain"
                + " rule: ∂/∂A_1 = ½ ∂/∂C_1; ∂/∂A_i = ¼ (∂/∂C_i + ∂/∂d_i 1ᵀ); ∂/∂A_L = ½ (∂/∂C_L + ∂/∂d_L 1ᵀ); ∂/∂b_l"
                + " = ½ ∂/∂d_l,"
                + " ∂/∂b_L = ∂/∂d_L.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final Curve curve = Curve.draw(bench.random("conversion data"));
        final Network network = ChainProgram.network(Layers.sigmoid(), WIDTHS);
        final RandomStream random = bench.random("conversion");
        final ParameterValues initial = ParameterValues.of(network, parameter -> {
            final float[] values = new float[parameter.shape().size()];
            random.fillNormal(values, 0, parameter.kind() == Parameter.Kind.WEIGHT ? 2 : 0.5);
            return values;
        });
        final List<ParameterValues> history = new LabTraining(
                        network, new Objective(ChainProgram.LOSS, false), curve.dataset(), BATCH, LEARNING_RATE, 0)
                .run(bench, initial, random.derive("order", 0), 1, STEPS);
        final ConvertedNetwork before = numbers(history.getFirst());
        final ConvertedNetwork sigmoid = numbers(history.getLast());
        return new Experiment(bench, curve, before, sigmoid).outcome();
    }

    private static ConvertedNetwork numbers(ParameterValues values) {
        final List<double[]> weights = new ArrayList<>();
        final List<double[]> biases = new ArrayList<>();
        for (final Parameter parameter : values.network().parameters()) {
            final float[] elements = values.elements(parameter);
            final double[] doubles = new double[elements.length];
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = elements[i];
            }
            (parameter.kind() == Parameter.Kind.WEIGHT ? weights : biases).add(doubles);
        }
        return new ConvertedNetwork(WIDTHS, weights, biases);
    }

    /**
     * What the network learns, 64 points of a curve; and adversarial inputs far outside, where every unit saturates.
     *
     * @param x inputs
     * @param y targets
     */
    private record Curve(double[] x, double[] y) {
        static Curve draw(RandomStream random) {
            final double[] x = Numbers.range(-2, 2, SAMPLES);
            final double[] y = new double[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                y[i] = (float) (Math.sin(3 * x[i]) + 0.1 * random.nextNormal());
            }
            return new Curve(x, y);
        }

        Dataset dataset() {
            return new Dataset("sin 3x with noise", Shape.of(1), rounded(x), new Targets.Reals(rounded(y), 1));
        }

        private static float[] rounded(double[] values) {
            final float[] rounded = new float[values.length];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (float) values[i];
            }
            return rounded;
        }

        /** The inputs with the last ones replaced. */
        Curve adversarial() {
            final double[] far = x.clone();
            final double[] extremes = {0, -0.0, 1e-30, 100, -100, 1e6, -1e6, (float) 1e30, (float) -1e30};
            System.arraycopy(extremes, 0, far, far.length - extremes.length, extremes.length);
            return new Curve(far, y);
        }
    }

    /** Both networks in float64 and on the device. */
    private record Experiment(LabBench bench, Curve curve, ConvertedNetwork before, ConvertedNetwork sigmoid) {
        private static final int STEP_CASES = SAMPLES;

        Outcome outcome() {
            final ChainProgram ofSigmoid = ChainProgram.of("σ network", Layers.sigmoid(), WIDTHS, SAMPLES);
            final ChainProgram ofTanh = ChainProgram.of("tanh network", Layers.tanh(), WIDTHS, SAMPLES);
            final List<Finding> findings = new ArrayList<>();
            final double gap;
            try (LabSession device = bench.onDevice(ofSigmoid.program(), ofTanh.program());
                    LabSession oracle = bench.inFloat64(ofSigmoid.program(), ofTanh.program())) {
                findings.add(learnt(device, ofSigmoid));
                findings.addAll(compare(
                        oracle,
                        ofSigmoid,
                        ofTanh,
                        new Comparison("in float64: both networks give the same outputs", EXACT, EXACT_REASON),
                        new Comparison(
                                "in float64: the tanh network's gradients, pulled back, are the sigmoid network's",
                                EXACT,
                                EXACT_REASON + ", relative to the largest of each tensor"),
                        _ -> 1));
                findings.addAll(compare(
                        device,
                        ofSigmoid,
                        ofTanh,
                        new Comparison(
                                "on the device: both networks give the same outputs; their distance as a share of its"
                                        + " bound",
                                1,
                                "the roundings of 2⁻²⁴ of both, carried through |A_l| and σ' from layer to layer,"
                                        + " input by input"),
                        new Comparison(
                                "on the device: the tanh network's gradients, pulled back, are the sigmoid network's",
                                ROUNDED_GRADIENTS,
                                "2,000·2⁻²⁴ relative to the largest of each tensor: sums over 64 samples of sums over"
                                        + " 16 units, of errors that the outputs have already; a factor ½ in the"
                                        + " wrong place is off by 0.5"),
                        x -> 2 * sigmoid.roundingErrors(new double[] {x})[0]));
                gap = afterOneStep(oracle, ofSigmoid, ofTanh);
            }
            findings.add(Finding.above(
                    "one step of the same learning rate later they differ: equal functions are not equal trainings",
                    STEP_CASES,
                    gap,
                    1e-6,
                    "far more than rounding in float64"));
            return new Outcome(
                    findings,
                    List.of("tanh is a stretched and shifted σ: neither can express more; they differ in how they"
                            + " train."),
                    List.of(new Picture("conversion", this::chart)));
        }

        private Finding learnt(LabSession device, ChainProgram program) {
            final double first = error(device, program, before);
            final double last = error(device, program, sigmoid);
            return new Finding(
                    "the sigmoid network is trained: the mean squared error fell to less than half, in " + STEPS
                            + " steps",
                    SAMPLES,
                    last,
                    "from " + Numbers.brief(first) + " to " + Numbers.brief(last),
                    "below half of the first",
                    last < first / 2);
        }

        private double error(LabSession device, ChainProgram program, ConvertedNetwork values) {
            final double[] y = outputs(device, program, values, curve);
            double sum = 0;
            for (int i = 0; i < SAMPLES; i++) {
                sum += Math.pow(y[i] - curve.y()[i], 2);
            }
            return sum / SAMPLES;
        }

        private static double[] outputs(
                LabSession session, ChainProgram program, ConvertedNetwork values, Curve curve) {
            return session.run(program.program(), program.inputs(values, curve.x(), curve.y()))
                    .floats(program.y());
        }

        private List<Finding> compare(
                LabSession session,
                ChainProgram ofSigmoid,
                ChainProgram ofTanh,
                Comparison outputs,
                Comparison gradients,
                DoubleUnaryOperator allowed) {
            for (final Curve inputs : List.of(curve, curve.adversarial())) {
                final double[] first = outputs(session, ofSigmoid, sigmoid, inputs);
                final double[] second = outputs(session, ofTanh, sigmoid.toTanh(), inputs);
                for (int i = 0; i < SAMPLES; i++) {
                    outputs.add((second[i] - first[i]) / allowed.applyAsDouble(inputs.x()[i]), 0, 0);
                }
            }
            // Targets of 0: the network was not trained on them, so its gradients are far from 0.
            final Curve zero = new Curve(curve.x(), new double[SAMPLES]);
            outputs(session, ofSigmoid, sigmoid, zero);
            final ConvertedNetwork ofFirst = ofSigmoid.gradients(session, WIDTHS);
            outputs(session, ofTanh, sigmoid.toTanh(), zero);
            final ConvertedNetwork pulledBack = sigmoid.pullBack(ofTanh.gradients(session, WIDTHS));
            for (int l = 0; l < WIDTHS.length - 1; l++) {
                gradients.addAllRelative(
                        pulledBack.weights().get(l), ofFirst.weights().get(l));
                gradients.addAllRelative(
                        pulledBack.biases().get(l), ofFirst.biases().get(l));
            }
            return List.of(outputs.finding(), gradients.finding());
        }

        /** The largest difference of the outputs after one step of gradient descent, starting from equal outputs. */
        private double afterOneStep(LabSession oracle, ChainProgram ofSigmoid, ChainProgram ofTanh) {
            final ConvertedNetwork tanh = sigmoid.toTanh();
            outputs(oracle, ofSigmoid, sigmoid, curve);
            final ConvertedNetwork nextSigmoid = sigmoid.stepped(ofSigmoid.gradients(oracle, WIDTHS), LEARNING_RATE);
            outputs(oracle, ofTanh, tanh, curve);
            final ConvertedNetwork nextTanh = tanh.stepped(ofTanh.gradients(oracle, WIDTHS), LEARNING_RATE);
            final double[] first = outputs(oracle, ofSigmoid, nextSigmoid, curve);
            final double[] second = outputs(oracle, ofTanh, nextTanh, curve);
            double largest = 0;
            for (int i = 0; i < SAMPLES; i++) {
                largest = Math.max(largest, Math.abs(first[i] - second[i]));
            }
            return largest;
        }

        private XYChart chart() {
            final int points = 401;
            final double[] x = Numbers.range(-2.5, 2.5, points);
            final Curve fine = new Curve(x, new double[points]);
            final ChainProgram ofSigmoid = ChainProgram.of("σ network", Layers.sigmoid(), WIDTHS, points);
            final ChainProgram ofTanh = ChainProgram.of("tanh network", Layers.tanh(), WIDTHS, points);
            final XYChart chart = ChartStyle.chart(
                    "a trained sigmoid network and the tanh network it was converted to", "x", "output");
            try (LabSession device = bench.onDevice(ofSigmoid.program(), ofTanh.program())) {
                ChartStyle.scatter(chart, "training data", curve.x(), curve.y(), ChartStyle.FAINT);
                ChartStyle.curve(
                        chart, "sigmoid network", x, outputs(device, ofSigmoid, sigmoid, fine), ChartStyle.TRAIN);
                final double[] tanh = outputs(device, ofTanh, sigmoid.toTanh(), fine);
                ChartStyle.scatter(
                        chart, "tanh network, at every tenth point", everyTenth(x), everyTenth(tanh), ChartStyle.TEST);
            }
            return chart;
        }

        private static double[] everyTenth(double[] values) {
            final double[] some = new double[values.length / 10];
            Arrays.setAll(some, i -> values[10 * i]);
            return some;
        }
    }
}
