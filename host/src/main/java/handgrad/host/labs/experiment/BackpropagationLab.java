package handgrad.host.labs.experiment;

import handgrad.host.labs.bench.CentralDifferences;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.bench.LabInputs;
import handgrad.host.labs.bench.LabSession;
import handgrad.host.labs.experiment.DenseChain.Between;
import handgrad.host.labs.finding.Comparison;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Numbers;
import handgrad.host.labs.finding.Outcome;
import handgrad.network.Layer;
import handgrad.network.Linear;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The equations of backpropagation for fully connected layers. */
public final class BackpropagationLab implements Lab {
    /**
     * A chain of at most seven layers of six units: some hundred roundings, each of 2⁻²⁴, and an activation function
     * off by 5 ulp a layer.
     */
    private static final double ROUNDING = 200 * Numbers.UNIT;

    private static final String ROUNDING_REASON = "200·2⁻²⁴, some hundred roundings of float32 in a chain";

    private static final List<DenseChain> CHAINS = List.of(
            new DenseChain("one layer", Between.IDENTITY, 1, 2, 1),
            new DenseChain("sigmoid, three layers", Between.SIGMOID, 1, 3, 5, 4, 2),
            new DenseChain("tanh, four layers", Between.TANH, 1, 4, 6, 6, 6, 3),
            new DenseChain("sigmoid, six layers of one unit", Between.SIGMOID, 1, 1, 1, 1, 1, 1, 1, 1),
            new DenseChain("sigmoid, saturated", Between.SIGMOID, 8, 3, 5, 5, 2),
            new DenseChain("all weights 0", Between.SIGMOID, 0, 3, 4, 2),
            new DenseChain("σ(z) = z, four layers", Between.IDENTITY, 1, 3, 4, 4, 3, 2));

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String name() {
        return "backpropagation";
    }

    @Override
    public String claim() {
        return "For y_l = σ(z_l), z_l = A_l y_{l−1} + b_l, and a last layer y_L = z_L without σ: ∂y_L/∂b_L = 1,"
                + " ∂y_L/∂y_{L−1} = A_L,"
                + " ∂y_l/∂b_l = diag σ'(z_l), ∂y_l/∂y_{l−1} = diag(σ'(z_l)) A_l, and ∂y_L/∂A_l = diag(σ'(z_l))"
                + " (∂y_L/∂y_l)ᵀ y_{l−1}ᵀ for each"
                + " output of y_L. With σ(z) = z all σ' are 1.";
    }

    @Override
    public Outcome run(LabBench bench) {
        final Equation bias = new Equation("∂y_l/∂b_l = diag σ'(z_l), and 1 for l = L");
        final Equation input = new Equation("∂y_l/∂y_{l−1} = diag(σ'(z_l)) A_l, and A_L for l = L");
        final Equation weight = new Equation("∂y_L/∂A_l = diag(σ'(z_l)) (∂y_L/∂y_l)ᵀ y_{l−1}ᵀ");
        for (final DenseChain chain : CHAINS) {
            final DenseChain.Values values = chain.draw(bench.random("backpropagation " + chain.name()));
            for (int l = 1; l <= chain.depth(); l++) {
                oneLayer(bench, chain, values, l, bias, input);
            }
            wholeChain(bench, chain, values, weight);
        }
        final List<Finding> findings = new ArrayList<>();
        List.of(bias, input, weight).forEach(equation -> findings.addAll(equation.findings()));
        return new Outcome(
                findings,
                List.of("A saturated σ has σ' ≈ 0, and every equation below it is multiplied by that: the gradient"
                        + " vanishes."),
                List.of());
    }

    private static void oneLayer(
            LabBench bench, DenseChain chain, DenseChain.Values values, int l, Equation bias, Equation input) {
        final ProgramBuilder builder = new ProgramBuilder(chain.name() + ", layer " + l);
        final Linear linear = chain.linear(l);
        final Layer activation = chain.activation(l);
        final Tensor x = Tensor.data("y" + (l - 1), Shape.of(1, chain.width(l - 1)));
        final Tensor dy = Tensor.data("d(y" + l + ")", Shape.of(1, chain.width(l)));
        final Tensor z = linear.forward(x, builder);
        final Tensor y = activation.forward(z, builder);
        final Tensor dz = activation.inputGradient(z, y, dy, builder);
        linear.parameterGradients(x, dz, builder);
        final Tensor dx = linear.inputGradient(x, z, dz, builder);
        final Tensor b = chain.bias(l);
        List.of(y, dx, Tensor.gradient(b)).forEach(builder::keep);
        final Program program = builder.build();
        final double[] slopes = values.slopes(l);
        final double[][] byBias = new double[chain.width(l)][chain.width(l)];
        final double[][] byInput = new double[chain.width(l)][];
        for (int i = 0; i < chain.width(l); i++) {
            byBias[i][i] = slopes[i];
            byInput[i] = values.scaledRow(l, i, slopes[i]);
        }
        final LabInputs at = values.inputs(l).with(x, values.y(l - 1)).with(dy, new double[chain.width(l)]);
        try (LabSession oracle = bench.inFloat64(program);
                LabSession device = bench.onDevice(program)) {
            final CentralDifferences differences = new CentralDifferences(oracle, program, y);
            final double[][] numericByBias = differences.jacobian(at, b);
            final double[][] numericByInput = differences.jacobian(at, x);
            for (int i = 0; i < chain.width(l); i++) {
                device.run(program, at.with(dy, unit(chain.width(l), i)));
                bias.add(byBias[i], numericByBias[i], device.floats(Tensor.gradient(b)));
                input.add(byInput[i], numericByInput[i], device.floats(dx));
            }
        }
    }

    private static void wholeChain(LabBench bench, DenseChain chain, DenseChain.Values values, Equation weight) {
        final ProgramBuilder builder = new ProgramBuilder(chain.name());
        final Tensor x = Tensor.data("y0", chain.network().input().withBatch(1));
        final List<Tensor> activations = chain.network().forward(x, builder);
        final Tensor y = activations.getLast();
        final Tensor dy = Tensor.data("d(y)", y.shape());
        chain.network().backward(activations, dy, builder);
        builder.keep(y);
        chain.network().parameterTensors().forEach(parameter -> builder.keep(Tensor.gradient(parameter)));
        final Program program = builder.build();
        LabInputs all = LabInputs.none().with(x, values.y(0)).with(dy, new double[y.size()]);
        for (int l = 1; l <= chain.depth(); l++) {
            for (final var entry : values.inputs(l).floats().entrySet()) {
                all = all.with(entry.getKey(), entry.getValue());
            }
        }
        try (LabSession oracle = bench.inFloat64(program);
                LabSession device = bench.onDevice(program)) {
            final CentralDifferences differences = new CentralDifferences(oracle, program, y);
            for (int l = 1; l <= chain.depth(); l++) {
                final double[][] numeric = differences.jacobian(all, chain.weight(l));
                for (int o = 0; o < y.size(); o++) {
                    device.run(program, all.with(dy, unit(y.size(), o)));
                    weight.add(
                            values.weightGradient(l, o), numeric[o], device.floats(Tensor.gradient(chain.weight(l))));
                }
            }
        }
    }

    private static double[] unit(int size, int place) {
        final double[] unit = new double[size];
        unit[place] = 1;
        return unit;
    }

    /** One equation against difference quotients, and the device's backward ops against the equation. */
    private static final class Equation {
        private final Comparison numeric;
        private final Comparison device;

        Equation(String formula) {
            this.numeric = new Comparison(
                    formula + ": the formula against difference quotients",
                    CentralDifferences.TOLERANCE,
                    CentralDifferences.REASON);
            this.device = new Comparison(
                    formula + ": the device's backward ops against the formula", ROUNDING, ROUNDING_REASON);
        }

        void add(double[] formula, double[] quotients, double[] backward) {
            numeric.addAll(formula, quotients);
            device.addAll(backward, formula);
        }

        List<Finding> findings() {
            return List.of(numeric.finding(), device.finding());
        }
    }
}
