package handgrad.kernels;

import handgrad.kernels.element.ClassLossElements;
import handgrad.kernels.element.RecordElements;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** Fusions of the small kernels of a step, whose launches cost more than their work. */
public final class FusedSteps {
    private FusedSteps() {}

    /**
     * batch[n, e] = data[order[position[0] + n], e] and batchLabels[n] = labels[order[position[0] + n]].
     *
     * @param data [N, size]
     * @param labels [N]
     * @param order [M] sample indices
     * @param position [2]; position[0] is the index in {@code order} of the batch's first sample
     * @param batch [samples, size]
     * @param batchLabels [samples]
     * @param samples B
     * @param size elements a sample
     */
    public static void gatherSamples(
            float[] data,
            int[] labels,
            int[] order,
            int[] position,
            float[] batch,
            int[] batchLabels,
            int samples,
            int size) {
        for (@Parallel int n = 0; n < samples; n++) {
            for (@Parallel int e = 0; e < size; e++) {
                final int row = order[position[0] + n];
                batch[n * size + e] = data[row * size + e];
                if (e == 0) {
                    batchLabels[n] = labels[row];
                }
            }
        }
    }

    /**
     * The loss of each sample and whether it is correct: {@link ClassLosses#softmaxCrossEntropyForward} and {@link
     * ClassLosses#classHits}.
     *
     * @param logits z, [samples, classes]
     * @param labels [samples]
     * @param losses [samples]
     * @param hits [samples]
     * @param samples B
     * @param classes K
     */
    public static void softmaxCrossEntropyMeasure(
            float[] logits, int[] labels, float[] losses, int[] hits, int samples, int classes) {
        for (@Parallel int n = 0; n < samples; n++) {
            losses[n] = ClassLossElements.loss(logits, n * classes, labels[n], classes);
            hits[n] = ClassLossElements.largest(logits, n * classes, classes) == labels[n] ? 1 : 0;
        }
    }

    /**
     * The loss of each sample, whether it is correct, and the gradient of the loss: {@link #softmaxCrossEntropyMeasure}
     * and {@link ClassLosses#softmaxCrossEntropyBackward}.
     *
     * @param logits z, [samples, classes]
     * @param labels [samples]
     * @param losses [samples]
     * @param hits [samples]
     * @param dLogits dz, [samples, classes]
     * @param samples B
     * @param classes K
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void softmaxCrossEntropyStep(
            float[] logits,
            int[] labels,
            float[] losses,
            int[] hits,
            float[] dLogits,
            int samples,
            int classes,
            float scale) {
        for (@Parallel int n = 0; n < samples; n++) {
            losses[n] = ClassLossElements.loss(logits, n * classes, labels[n], classes);
            hits[n] = ClassLossElements.largest(logits, n * classes, classes) == labels[n] ? 1 : 0;
            ClassLossElements.gradient(logits, n * classes, dLogits, n * classes, labels[n], classes, scale);
        }
    }

    /**
     * Records a step and advances to the next: {@link Records#recordLoss}, {@link Records#recordHits} and {@link
     * Batches#advance}.
     *
     * @param losses [samples]
     * @param hits [samples]
     * @param position [2]
     * @param lossHistory [S]
     * @param hitHistory [S]
     * @param samples B
     */
    public static void recordStep(
            float[] losses, int[] hits, int[] position, float[] lossHistory, int[] hitHistory, int samples) {
        for (@Parallel int once = 0; once < 1; once++) {
            lossHistory[position[1]] = RecordElements.sum(losses, 0, samples);
            hitHistory[position[1]] = RecordElements.sum(hits, 0, samples);
            position[0] = position[0] + samples;
            position[1] = position[1] + 1;
        }
    }
}
