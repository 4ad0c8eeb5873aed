package handgrad.host.labs.experiment;

import handgrad.host.labs.bench.LabInputs;
import handgrad.host.labs.finding.Numbers;
import handgrad.network.Layer;
import handgrad.network.Layers;
import handgrad.network.Linear;
import handgrad.network.Network;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Linear layers with an activation function between them.
 *
 * @param name what is special about it
 * @param between the activation function, or the identity
 * @param scale the weights' standard deviation
 * @param widths the input's width, then each layer's
 */
record DenseChain(String name, Between between, double scale, List<Integer> widths) {
    /** What stands between the layers, with its derivative written out. */
    enum Between {
        /** σ(z) = z. */
        IDENTITY(Layers.identity()),
        /** σ(z) = tanh z, σ' = 1 − tanh². */
        TANH(Layers.tanh()),
        /** σ(z) = 1/(1 + e^−z), σ' = σ(z) σ(−z). */
        SIGMOID(Layers.sigmoid());

        private final Layer layer;

        Between(Layer layer) {
            this.layer = layer;
        }

        Layer layer() {
            return layer;
        }

        double value(double z) {
            return switch (this) {
                case IDENTITY -> z;
                case TANH -> Math.tanh(z);
                case SIGMOID -> Numbers.sigmoid(z);
            };
        }

        double derivative(double z) {
            return switch (this) {
                case IDENTITY -> 1;
                case TANH -> 1 - Math.tanh(z) * Math.tanh(z);
                case SIGMOID -> Numbers.sigmoid(z) * Numbers.sigmoid(-z);
            };
        }
    }

    DenseChain(String name, Between between, double scale, int... widths) {
        this(name, between, scale, Arrays.stream(widths).boxed().toList());
    }

    /** L. */
    int depth() {
        return widths.size() - 1;
    }

    /** How many elements y_l has. */
    int width(int l) {
        return widths.get(l);
    }

    Linear linear(int l) {
        return Layers.linear("l" + l, width(l));
    }

    /** What follows layer l; nothing follows the last. */
    Layer activation(int l) {
        return l == depth() ? Between.IDENTITY.layer() : between.layer();
    }

    Tensor weight(int l) {
        return linear(l).parameters(Shape.of(width(l - 1))).getFirst().tensor();
    }

    Tensor bias(int l) {
        return linear(l).parameters(Shape.of(width(l - 1))).getLast().tensor();
    }

    Network network() {
        final List<Layer> layers = new ArrayList<>();
        for (int l = 1; l <= depth(); l++) {
            layers.add(linear(l));
            if (l < depth()) {
                layers.add(between.layer());
            }
        }
        return Network.of(Shape.of(width(0)), layers.toArray(Layer[]::new));
    }

    /** Draws weights, biases and an input, and computes every layer in float64. */
    Values draw(RandomStream random) {
        final List<double[]> weights = new ArrayList<>();
        final List<double[]> biases = new ArrayList<>();
        for (int l = 1; l <= depth(); l++) {
            weights.add(Numbers.normal(random, width(l) * width(l - 1), scale));
            biases.add(Numbers.normal(random, width(l), 1));
        }
        return Values.of(this, weights, biases, Numbers.normal(random, width(0), 1));
    }

    /**
     * A chain with numbers in it.
     *
     * @param chain the chain
     * @param weights A_1 … A_L, row-major
     * @param biases b_1 … b_L
     * @param outputs y_0 … y_L
     * @param slopes σ'(z_1) … σ'(z_L); 1 for the last
     */
    record Values(
            DenseChain chain,
            List<double[]> weights,
            List<double[]> biases,
            List<double[]> outputs,
            List<double[]> slopes) {
        static Values of(DenseChain chain, List<double[]> weights, List<double[]> biases, double[] x) {
            final List<double[]> outputs = new ArrayList<>(List.of(x));
            final List<double[]> slopes = new ArrayList<>();
            for (int l = 1; l <= chain.depth(); l++) {
                final double[] y = new double[chain.width(l)];
                final double[] slope = new double[chain.width(l)];
                for (int i = 0; i < y.length; i++) {
                    double z = biases.get(l - 1)[i];
                    for (int j = 0; j < chain.width(l - 1); j++) {
                        z += weights.get(l - 1)[i * chain.width(l - 1) + j] * outputs.getLast()[j];
                    }
                    y[i] = l == chain.depth() ? z : chain.between().value(z);
                    slope[i] = l == chain.depth() ? 1 : chain.between().derivative(z);
                }
                outputs.add(y);
                slopes.add(slope);
            }
            return new Values(chain, weights, biases, outputs, slopes);
        }

        /** A layer's input, rounded so that device and oracle get the same. */
        double[] y(int l) {
            return outputs.get(l);
        }

        double[] slopes(int l) {
            return slopes.get(l - 1);
        }

        LabInputs inputs(int l) {
            return LabInputs.none().with(chain.weight(l), weights.get(l - 1)).with(chain.bias(l), biases.get(l - 1));
        }

        /** A row of A_l, times a factor. */
        double[] scaledRow(int l, int row, double factor) {
            final int columns = chain.width(l - 1);
            final double[] scaled = new double[columns];
            for (int j = 0; j < columns; j++) {
                scaled[j] = factor * weights.get(l - 1)[row * columns + j];
            }
            return scaled;
        }

        /** diag(σ'(z_l)) (∂y_L,o/∂y_l)ᵀ y_{l−1}ᵀ, row-major. */
        double[] weightGradient(int l, int o) {
            double[] byOutput = new double[chain.width(chain.depth())];
            byOutput[o] = 1;
            for (int k = chain.depth(); k > l; k--) {
                byOutput = throughLayer(k, byOutput);
            }
            final double[] y = outputs.get(l - 1);
            final double[] gradient = new double[chain.width(l) * y.length];
            for (int e = 0; e < gradient.length; e++) {
                final int i = e / y.length;
                gradient[e] = slopes(l)[i] * byOutput[i] * y[e % y.length];
            }
            return gradient;
        }

        /** From ∂y_L,o/∂y_k to ∂y_L,o/∂y_{k−1}, by the matrix diag(σ'(z_k)) A_k. */
        private double[] throughLayer(int k, double[] byOutput) {
            final double[] byInput = new double[chain.width(k - 1)];
            for (int i = 0; i < byOutput.length; i++) {
                final double[] row = scaledRow(k, i, slopes(k)[i]);
                for (int j = 0; j < byInput.length; j++) {
                    byInput[j] += byOutput[i] * row[j];
                }
            }
            return byInput;
        }
    }
}
