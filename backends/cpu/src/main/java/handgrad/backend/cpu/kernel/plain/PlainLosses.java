package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.ScalarFunctions;
import handgrad.backend.cpu.kernel.SoftmaxSummary;
import handgrad.backend.cpu.layout.GroupLayout;

/** Softmax and its cross-entropy, one lane at a time: the operations of {@code VectorLosses} in the same order. */
final class PlainLosses {
    private static final int LANES = GroupLayout.LANES;

    private PlainLosses() {}

    /** As {@link Kernels#softmaxTerms}. */
    static void terms(float[] z, int at, int classes, float[] terms, int termsAt, float[] summary, int lane) {
        final int best = largest(z, at, classes);
        final float maximum = z[at + best * LANES];
        float sum = 0f;
        // Zero, or NaN for an infinite maximum: e^(∞ − ∞), which the loop leaves out.
        float others = maximum - maximum;
        for (int k = 0; k < classes; k++) {
            final float term = ScalarFunctions.exp(z[at + k * LANES] - maximum);
            sum += term;
            others += k == best ? 0f : term;
            terms[termsAt + k * LANES] = term;
        }
        final int label = Math.max(0, (int) summary[SoftmaxSummary.LABEL + lane]);
        summary[SoftmaxSummary.ARGMAX + lane] = best;
        summary[SoftmaxSummary.GAP + lane] = maximum - z[at + label * LANES];
        summary[SoftmaxSummary.SUM + lane] = sum;
        summary[SoftmaxSummary.OTHERS + lane] = others;
    }

    private static int largest(float[] z, int at, int classes) {
        int best = 0;
        float largest = z[at];
        for (int k = 1; k < classes; k++) {
            final float value = z[at + k * LANES];
            if (value > largest || Float.isNaN(value) && !Float.isNaN(largest)) {
                best = k;
                largest = value;
            }
        }
        return best;
    }

    /** As {@link Kernels#softmaxGradient}. */
    static void gradient(float[] dz, int at, int classes, float scale, float[] summary, int lane) {
        final float factor = 1f / summary[SoftmaxSummary.SUM + lane];
        for (int k = 0; k < classes; k++) {
            final float p = dz[at + k * LANES] * factor;
            dz[at + k * LANES] = (k == summary[SoftmaxSummary.LABEL + lane] ? p - 1f : p) * scale;
        }
    }
}
