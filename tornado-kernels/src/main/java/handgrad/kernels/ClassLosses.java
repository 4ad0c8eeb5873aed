package handgrad.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The loss of a classifier with K classes: kernels of {@code LossOp}. Derivations: docs/derivations.md, "Losses". */
public final class ClassLosses {
    private ClassLosses() {}

    /**
     * losses[n] = log Σ_k e^z[n,k] − z[n,label]. With m the largest logit this is log(1 + Σ_{k≠m} e^(z_k − z_m)) +
     * (z_m − z_label): no exponential overflows, and the small loss of a confident correct prediction keeps its digits.
     *
     * @param logits z, [samples, classes]
     * @param labels [samples]
     * @param losses [samples]
     * @param samples B
     * @param classes K
     */
    public static void softmaxCrossEntropyForward(
            float[] logits, int[] labels, float[] losses, int samples, int classes) {
        for (@Parallel int n = 0; n < samples; n++) {
            losses[n] = sampleLoss(logits, n * classes, labels[n], classes);
        }
    }

    /** The loss of the sample whose logits start at {@code first}. */
    static float sampleLoss(float[] logits, int first, int label, int classes) {
        final int m = largest(logits, first, classes);
        final float top = logits[first + m];
        // 0, but NaN for an infinite logit, where softmax is undefined.
        float others = top - top;
        for (int k = 0; k < classes; k++) {
            others += k == m ? 0f : ElementaryFunctions.exponential(logits[first + k] - top);
        }
        return ElementaryFunctions.logOnePlus(others) + (top - logits[first + label]);
    }

    /**
     * dz[n,k] = scale · (a_k − 1[k = label]) with a = softmax(z[n]), because ∂/∂z_k log Σ e^z = a_k. At the label, a −
     * 1 is computed as −Σ of the other a, which does not cancel.
     *
     * @param logits z, [samples, classes]
     * @param labels [samples]
     * @param dLogits dz, [samples, classes]
     * @param samples B
     * @param classes K
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void softmaxCrossEntropyBackward(
            float[] logits, int[] labels, float[] dLogits, int samples, int classes, float scale) {
        for (@Parallel int n = 0; n < samples; n++) {
            sampleGradient(logits, dLogits, n * classes, labels[n], classes, scale);
        }
    }

    /** The gradient with respect to the logits of the sample that start at {@code first}. */
    static void sampleGradient(float[] logits, float[] dLogits, int first, int label, int classes, float scale) {
        final float top = logits[first + largest(logits, first, classes)];
        float others = 0f;
        for (int k = 0; k < classes; k++) {
            final float e = ElementaryFunctions.exponential(logits[first + k] - top);
            dLogits[first + k] = e;
            others += k == label ? 0f : e;
        }
        final float factor = scale / (others + dLogits[first + label]);
        for (int k = 0; k < classes; k++) {
            dLogits[first + k] = factor * (k == label ? -others : dLogits[first + k]);
        }
    }

    /**
     * hits[n] = 1 if the label has the largest logit, else 0.
     *
     * @param logits [samples, classes]
     * @param labels [samples]
     * @param hits [samples]
     * @param samples B
     * @param classes K
     */
    public static void classHits(float[] logits, int[] labels, int[] hits, int samples, int classes) {
        for (@Parallel int n = 0; n < samples; n++) {
            hits[n] = largest(logits, n * classes, classes) == labels[n] ? 1 : 0;
        }
    }

    /**
     * The index, relative to {@code first}, of the largest of {@code count} values: the first of equal ones; NaN
     * exceeds every number.
     */
    static int largest(float[] values, int first, int count) {
        int place = 0;
        float largest = values[first];
        for (int k = 1; k < count; k++) {
            final float value = values[first + k];
            if (value > largest || (value != value && largest == largest)) {
                largest = value;
                place = k;
            }
        }
        return place;
    }
}
