package handgrad.kernels;

import handgrad.kernels.element.ClassLossElements;
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
            losses[n] = ClassLossElements.loss(logits, n * classes, labels[n], classes);
        }
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
            ClassLossElements.gradient(logits, n * classes, dLogits, n * classes, labels[n], classes, scale);
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
            hits[n] = ClassLossElements.largest(logits, n * classes, classes) == labels[n] ? 1 : 0;
        }
    }
}
