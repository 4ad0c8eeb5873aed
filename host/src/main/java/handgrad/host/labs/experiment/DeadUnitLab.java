package handgrad.host.labs.experiment;

import static handgrad.network.Layers.leakyRelu;
import static handgrad.network.Layers.linear;
import static handgrad.network.Layers.relu;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.host.chart.ChartStyle;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabTraining;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Outcome;
import handgrad.host.labs.finding.Picture;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.network.Layer;
import handgrad.network.Network;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.training.Objective;
import handgrad.training.ParameterValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/** A ReLU unit that no sample activates learns nothing; with a leaky ReLU it does. */
public final class DeadUnitLab implements Lab {
    private static final int SAMPLES = 30;
    private static final int UNITS = 8;
    private static final int ROUNDS = 100;
    private static final int STEPS = 40;
    private static final float LEARNING_RATE = 0.02f;
    private static final float SLOPE = 0.3f;
    private static final float LAMBDA = 0.01f;

    /**
     * How far below zero the dead units' largest pre-activation is: far, near, nearer than a training's first step, and
     * at the kink.
     */
    private static final float[] MARGINS = {0.5f, 0.1f, 1e-3f, 0};

    @Override
    public int number() {
        return 8;
    }

    @Override
    public String name() {
        return "dead-unit";
    }

    @Override
    public String claim() {
        return "In f(x) = Σ u_j ReLU(a_j x + b_j) + c, trained on fixed data by gradient descent, a unit with a_j X_i"
                + " + b_j ≤ 0 for all i stays"
                + " as it is: its a_j, b_j, u_j never change. With a leaky ReLU it moves. (At a_j X_i + b_j = 0 it"
                + " takes the derivative that"
                + " Handgrad and PyTorch use there, 0. A penalty on the weights moves a dead unit too.)";
    }

    @Override
    public Outcome run(LabBench bench) {
        final Start start = Start.draw(bench.random("dead-unit"));
        final List<Units> dead = start.train(bench, relu(), 0);
        final List<Units> leaky = start.train(bench, leakyRelu(SLOPE), 0);
        final List<Units> penalised = start.train(bench, relu(), LAMBDA);
        long changed = 0;
        for (final Units units : dead) {
            for (int j = 0; j < MARGINS.length; j++) {
                changed += units.differences(dead.getFirst(), j);
            }
        }
        long still = 0;
        double moved = Double.POSITIVE_INFINITY;
        long unmoved = 0;
        for (int j = 0; j < MARGINS.length; j++) {
            still += leaky.getLast().differences(leaky.getFirst(), j) == 0 ? 1 : 0;
            moved = Math.min(moved, leaky.getLast().distance(leaky.getFirst(), j));
            unmoved += penalised.getLast().differences(penalised.getFirst(), j) == 0 ? 1 : 0;
        }
        long living = 0;
        for (int j = MARGINS.length; j < UNITS; j++) {
            living += dead.getLast().differences(dead.getFirst(), j) > 0 ? 1 : 0;
        }
        final int steps = ROUNDS * STEPS;
        return new Outcome(
                List.of(
                        Finding.always(
                                "a, b and u of the 4 dead ReLU units are what they were, looked at 100 times in "
                                        + steps + " steps",
                                3L * MARGINS.length * ROUNDS,
                                changed,
                                "bit for bit"),
                        Finding.always("their leaky twins move", MARGINS.length, still, "bit for bit"),
                        Finding.above(
                                "the least that one of the twins moved, max(|Δa|, |Δb|, |Δu|)",
                                MARGINS.length,
                                moved,
                                1e-3,
                                "thousands of roundings of 2⁻²⁴"),
                        Finding.somewhere(
                                "units that were alive learn",
                                UNITS - MARGINS.length,
                                living,
                                "or nothing was trained"),
                        Finding.always(
                                "with the penalty λ‖w‖², λ = 0.01, the dead units move: the claim is one of plain"
                                        + " gradient descent",
                                MARGINS.length,
                                unmoved,
                                "bit for bit")),
                List.of(
                        "A dead unit has σ' = 0 on every sample, so its gradient is 0 by the equations of lab 2, and"
                                + " so is u's: its output is 0.",
                        "In a deeper network the unit's inputs change while the layers below learn, and it may come"
                                + " alive again."),
                List.of(new Picture("dead-unit", () -> chart(start, dead, leaky))));
    }

    private static XYChart chart(Start start, List<Units> dead, List<Units> leaky) {
        final double[] steps = new double[dead.size()];
        Arrays.setAll(steps, round -> (double) round * STEPS);
        final XYChart chart = ChartStyle.chart(
                "a unit that no sample activates, and its leaky twin", "steps", "largest pre-activation max aX + b");
        ChartStyle.line(chart, "ReLU, starts at −0.5", steps, start.largest(dead, 0), ChartStyle.TEST, 3);
        ChartStyle.line(chart, "leaky ReLU, starts at −0.5", steps, start.largest(leaky, 0), ChartStyle.TRAIN, 3);
        ChartStyle.line(chart, "ReLU, starts at −0.1", steps, start.largest(dead, 1), ChartStyle.FOURTH, 3);
        ChartStyle.line(chart, "leaky ReLU, starts at −0.1", steps, start.largest(leaky, 1), ChartStyle.THIRD, 3);
        ChartStyle.countAlongX(chart, (long) ROUNDS * STEPS);
        return chart;
    }

    /**
     * The hidden units' parameters.
     *
     * @param a the input's weights
     * @param b the biases
     * @param u the output's weights
     */
    private record Units(float[] a, float[] b, float[] u) {
        static Units of(ParameterValues values) {
            final var parameters = values.network().parameters();
            return new Units(
                    values.elements(parameters.get(0)),
                    values.elements(parameters.get(1)),
                    values.elements(parameters.get(2)));
        }

        /** How many of a unit's three numbers changed. */
        int differences(Units other, int j) {
            return (Float.floatToRawIntBits(a[j]) == Float.floatToRawIntBits(other.a[j]) ? 0 : 1)
                    + (Float.floatToRawIntBits(b[j]) == Float.floatToRawIntBits(other.b[j]) ? 0 : 1)
                    + (Float.floatToRawIntBits(u[j]) == Float.floatToRawIntBits(other.u[j]) ? 0 : 1);
        }

        double distance(Units other, int j) {
            return Math.max(
                    Math.abs(a[j] - other.a[j]), Math.max(Math.abs(b[j] - other.b[j]), Math.abs(u[j] - other.u[j])));
        }
    }

    /**
     * Data, and parameters with which the first units are dead.
     *
     * @param data X in [−1, 1] with target e^2X, steep where the dead units are nearest to life
     * @param a of each unit
     * @param b of each unit
     * @param u of each unit
     * @param seedOfOrder draws the order of the samples, the same in each training
     */
    private record Start(Dataset data, float[] a, float[] b, float[] u, RandomStream seedOfOrder) {
        static Start draw(RandomStream random) {
            final float[] x = new float[SAMPLES];
            random.fillUniform(x, -1, 1);
            final float[] target = new float[SAMPLES];
            float most = -1;
            for (int i = 0; i < SAMPLES; i++) {
                target[i] = (float) Math.exp(2 * x[i]);
                most = Math.max(most, x[i]);
            }
            final float[] a = new float[UNITS];
            final float[] b = new float[UNITS];
            final float[] u = new float[UNITS];
            random.fillNormal(a, 0, 1);
            random.fillNormal(b, 0, 0.5);
            random.fillNormal(u, 0, 0.5);
            for (int j = 0; j < MARGINS.length; j++) {
                // The pre-activation is largest at the largest X, where it is −margin; the last unit's is 0 everywhere,
                // at the kink.
                a[j] = MARGINS[j] == 0 ? 0 : 1;
                b[j] = MARGINS[j] == 0 ? 0 : -most - MARGINS[j];
                u[j] = 1;
            }
            final Dataset data = new Dataset("e^2x", Shape.of(1), x, new Targets.Reals(target, 1));
            return new Start(data, a, b, u, random.derive("order", 0));
        }

        List<Units> train(LabBench bench, Layer between, float lambda) {
            final Network network = Network.of(Shape.of(1), linear("hidden", UNITS), between, linear("output", 1));
            final List<float[]> values = new ArrayList<>(List.of(a, b, u, new float[1]));
            final ParameterValues initial = ParameterValues.of(network, _ -> values.removeFirst());
            final Objective objective = new Objective(ScoreLoss.mean(SampleLosses.HALF_SQUARED_ERROR), lambda > 0);
            return new LabTraining(network, objective, data, 1, LEARNING_RATE, lambda)
                    .run(bench, initial, seedOfOrder.derive("again", 0), ROUNDS, STEPS).stream()
                            .map(Units::of)
                            .toList();
        }

        /** max_i a_j X_i + b_j at each look. */
        double[] largest(List<Units> history, int j) {
            return history.stream()
                    .mapToDouble(units -> {
                        double largest = Double.NEGATIVE_INFINITY;
                        for (final float x : data.inputs().floats()) {
                            largest = Math.max(largest, (double) units.a[j] * x + units.b[j]);
                        }
                        return largest;
                    })
                    .toArray();
        }
    }
}
