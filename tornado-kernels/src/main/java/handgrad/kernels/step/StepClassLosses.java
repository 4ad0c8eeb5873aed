package handgrad.kernels.step;

import handgrad.kernels.element.ClassLossElements;

/** The loss of a sample of a classifier with K classes: helpers for the ops of {@code LossOp}. */
public final class StepClassLosses {
    private StepClassLosses() {}

    /**
     * The cross-entropy of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param logits contains z, [classes]
     * @param logitsFirst the index of the first one
     * @param labels contains the label
     * @param labelsFirst its index
     * @param losses receives the loss
     * @param lossesFirst its index
     * @param classes K
     */
    public static void loss(
            int item,
            int items,
            float[] logits,
            int logitsFirst,
            int[] labels,
            int labelsFirst,
            float[] losses,
            int lossesFirst,
            int classes) {
        for (int once = item; once < 1; once += items) {
            losses[lossesFirst] = ClassLossElements.loss(logits, logitsFirst, labels[labelsFirst], classes);
        }
    }

    /**
     * The gradient of the cross-entropy of a sample.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param logits contains z, [classes]
     * @param logitsFirst the index of the first one
     * @param labels contains the label
     * @param labelsFirst its index
     * @param dLogits receives dz, [classes]
     * @param dLogitsFirst the index of the first one
     * @param classes K
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void gradient(
            int item,
            int items,
            float[] logits,
            int logitsFirst,
            int[] labels,
            int labelsFirst,
            float[] dLogits,
            int dLogitsFirst,
            int classes,
            float scale) {
        for (int once = item; once < 1; once += items) {
            ClassLossElements.gradient(logits, logitsFirst, dLogits, dLogitsFirst, labels[labelsFirst], classes, scale);
        }
    }

    /**
     * Whether the label has the largest logit.
     *
     * @param item this work-item
     * @param items the number of work-items that share the work
     * @param logits contains z, [classes]
     * @param logitsFirst the index of the first one
     * @param labels contains the label
     * @param labelsFirst its index
     * @param hits receives 1 if the sample is correct, else 0
     * @param hitsFirst its index
     * @param classes K
     */
    public static void hit(
            int item,
            int items,
            float[] logits,
            int logitsFirst,
            int[] labels,
            int labelsFirst,
            int[] hits,
            int hitsFirst,
            int classes) {
        for (int once = item; once < 1; once += items) {
            hits[hitsFirst] = ClassLossElements.largest(logits, logitsFirst, classes) == labels[labelsFirst] ? 1 : 0;
        }
    }
}
