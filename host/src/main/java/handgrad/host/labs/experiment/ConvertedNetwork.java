package handgrad.host.labs.experiment;

import handgrad.host.labs.finding.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A chain of linear layers with its numbers, in float64, and the conversion from σ to tanh between them. σ(z) = ½ (1 +
 * tanh ½z), so that with t = tanh the hidden output is ½ (1 + t): the factor ½ inside goes into the layer below, the
 * factor ½ and the summand ½ outside into the layer above.
 *
 * @param widths the input's width, then each layer's; at least one hidden layer
 * @param weights A_1 … A_L, row-major
 * @param biases b_1 … b_L
 */
record ConvertedNetwork(int[] widths, List<double[]> weights, List<double[]> biases) {
    /** The error of an activation function and of other single operations, in units of 2⁻²⁴. */
    private static final double ROUNDINGS = 8;

    /** L. */
    int depth() {
        return widths.length - 1;
    }

    /**
     * The tanh network that computes what this sigmoid network does: C_1 = ½A_1, d_1 = ½b_1; between, C_i = ¼A_i, d_i =
     * ½b_i + ¼A_i·1; last, C_L = ½A_L, d_L = b_L + ½A_L·1.
     */
    ConvertedNetwork toTanh() {
        final List<double[]> c = new ArrayList<>();
        final List<double[]> d = new ArrayList<>();
        for (int l = 1; l <= depth(); l++) {
            final double weightFactor = weightFactor(l);
            final double biasFactor = biasFactor(l);
            final double[] a = weights.get(l - 1);
            final double[] shifted =
                    Arrays.stream(biases.get(l - 1)).map(b -> biasFactor * b).toArray();
            for (int e = 0; l > 1 && e < a.length; e++) {
                shifted[e / widths[l - 1]] += weightFactor * a[e];
            }
            c.add(Arrays.stream(a).map(value -> weightFactor * value).toArray());
            d.add(shifted);
        }
        return new ConvertedNetwork(widths, c, d);
    }

    /** ½ for what leads to a tanh, ½ for what comes from one. */
    private double weightFactor(int l) {
        return (l < depth() ? 0.5 : 1) * (l > 1 ? 0.5 : 1);
    }

    private double biasFactor(int l) {
        return l < depth() ? 0.5 : 1;
    }

    /**
     * The gradients by A_l and b_l from those by C_l and d_l, by the chain rule: ∂/∂b_l = biasFactor · ∂/∂d_l, and
     * since A_l is in C_l and, above the first layer, in d_l = … + weightFactor · A_l·1, ∂/∂A_l = weightFactor ·
     * (∂/∂C_l + ∂/∂d_l 1ᵀ).
     *
     * @param ofTanh the gradients by the tanh network's parameters
     * @return those by this network's
     */
    ConvertedNetwork pullBack(ConvertedNetwork ofTanh) {
        final List<double[]> byWeights = new ArrayList<>();
        final List<double[]> byBiases = new ArrayList<>();
        for (int l = 1; l <= depth(); l++) {
            final int layer = l;
            final double[] byC = ofTanh.weights.get(l - 1);
            final double[] byD = ofTanh.biases.get(l - 1);
            final double[] byA = new double[byC.length];
            Arrays.setAll(byA, e -> weightFactor(layer) * (byC[e] + (layer > 1 ? byD[e / widths[layer - 1]] : 0)));
            byWeights.add(byA);
            byBiases.add(
                    Arrays.stream(byD).map(value -> biasFactor(layer) * value).toArray());
        }
        return new ConvertedNetwork(widths, byWeights, byBiases);
    }

    /** This network after a step of gradient descent. */
    ConvertedNetwork stepped(ConvertedNetwork gradient, double learningRate) {
        final List<double[]> nextWeights = new ArrayList<>();
        final List<double[]> nextBiases = new ArrayList<>();
        for (int l = 0; l < depth(); l++) {
            nextWeights.add(minus(weights.get(l), gradient.weights.get(l), learningRate));
            nextBiases.add(minus(biases.get(l), gradient.biases.get(l), learningRate));
        }
        return new ConvertedNetwork(widths, nextWeights, nextBiases);
    }

    private static double[] minus(double[] values, double[] gradient, double factor) {
        final double[] result = values.clone();
        Arrays.setAll(result, i -> values[i] - factor * gradient[i]);
        return result;
    }

    /**
     * Error bounds of the outputs of this network in float32, with σ between its layers. Each layer propagates the
     * errors of its input through |A_l| and adds the roundings of its own sums; σ multiplies the error of its argument
     * by σ'. A computed σ or tanh is off by some units in the last place.
     *
     * @param x the input
     * @return [outputs]
     */
    double[] roundingErrors(double[] x) {
        double[] values = x;
        double[] errors = new double[x.length];
        for (int l = 1; l <= depth(); l++) {
            final int inputs = widths[l - 1];
            final double[] outputs = biases.get(l - 1).clone();
            final double[] next = new double[widths[l]];
            for (int i = 0; i < widths[l]; i++) {
                double size = Math.abs(outputs[i]);
                double carried = 0;
                for (int j = 0; j < inputs; j++) {
                    final double a = weights.get(l - 1)[i * inputs + j];
                    outputs[i] += a * values[j];
                    size += Math.abs(a) * Math.max(1, Math.abs(values[j]));
                    carried += Math.abs(a) * errors[j];
                }
                next[i] = carried + (inputs + ROUNDINGS) * Numbers.UNIT * size;
                if (l < depth()) {
                    next[i] = steepest(outputs[i], next[i]) * next[i] + ROUNDINGS * Numbers.UNIT;
                    outputs[i] = Numbers.sigmoid(outputs[i]);
                }
            }
            values = outputs;
            errors = next;
        }
        return errors;
    }

    /** The largest σ' within a distance of z, which is where |z| is smallest. */
    private static double steepest(double z, double distance) {
        final double nearest = Math.max(0, Math.abs(z) - distance);
        return Numbers.sigmoid(nearest) * Numbers.sigmoid(-nearest);
    }
}
