package handgrad.host.labs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A chain of linear layers with its numbers, in float64, and the conversion from σ to tanh between them. σ(z) = ½ (1 + tanh ½z), so that with
 * t = tanh the hidden output is ½ (1 + t): the factor ½ inside goes into the layer below, the factor ½ and the summand ½ outside into the layer
 * above.
 *
 * @param widths the input's width, then each layer's; at least one hidden layer
 * @param weights A_1 … A_L, row-major
 * @param biases b_1 … b_L
 */
record ConvertedNetwork(int[] widths, List<double[]> weights, List<double[]> biases) {
    /** L. */
    int depth() {
        return widths.length - 1;
    }

    /**
     * The tanh network that computes what this sigmoid network does: C_1 = ½A_1, d_1 = ½b_1; between, C_i = ¼A_i, d_i = ½b_i + ¼A_i·1; last,
     * C_L = ½A_L, d_L = b_L + ½A_L·1.
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
     * The gradients by A_l and b_l from those by C_l and d_l, by the chain rule: ∂/∂b_l = biasFactor · ∂/∂d_l, and since A_l is in C_l and,
     * above the first layer, in d_l = … + weightFactor · A_l·1, ∂/∂A_l = weightFactor · (∂/∂C_l + ∂/∂d_l 1ᵀ).
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
     * How far the outputs of two such networks may be apart in float32 if they are one function: each layer multiplies the error of its input
     * by at most ‖A‖∞ and σ' ≤ ¼, and adds the roundings of its own sum.
     *
     * @param largestInput the largest |x|
     */
    double roundingBound(double largestInput) {
        double inputError = 0;
        double largest = largestInput;
        double outputError = 0;
        for (int l = 1; l <= depth(); l++) {
            final double norm = norm(l);
            final double size = norm * largest + Numbers.largest(biases.get(l - 1));
            outputError = norm * inputError + (widths[l - 1] + 8) * Numbers.UNIT * size;
            // σ rises by at most ¼ of its argument's change, is never off by more than 1, and is computed to a few ulp.
            inputError = Math.min(1, outputError / 4) + 8 * Numbers.UNIT;
            largest = 1;
        }
        return 2 * outputError;
    }

    /** The largest row sum of |A_l|. */
    private double norm(int l) {
        final double[] a = weights.get(l - 1);
        final double[] sums = new double[widths[l]];
        for (int e = 0; e < a.length; e++) {
            sums[e / widths[l - 1]] += Math.abs(a[e]);
        }
        return Numbers.largest(sums);
    }
}
