package handgrad.program;

import java.util.List;

/**
 * Per-sample losses of a network's outputs against targets, their gradients, and the marks of correct samples.
 * Derivations: docs/derivations.md, "Losses".
 */
public sealed interface LossOp extends Op {
    /**
     * losses[n] = log Σ_k e^{z[n,k]} − z[n, label[n]], with the row's maximum subtracted from z first, so that no
     * exponential overflows.
     *
     * @param logits z, [B, K]
     * @param labels [B] ints, 0 ≤ label &lt; K
     * @param losses [B]
     */
    record SoftmaxCrossEntropyForward(Tensor logits, Tensor labels, Tensor losses) implements LossOp {
        /** Checks the shapes. */
        public SoftmaxCrossEntropyForward {
            Require.floats(logits, losses);
            checkLabels(logits, labels);
            Require.shape(losses, logits.shape().batch());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits, labels);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(losses);
        }
    }

    /**
     * dz[n,k] = scale · (softmax(z[n])_k − 1[k = label[n]]).
     *
     * @param logits z, [B, K]
     * @param labels [B] ints
     * @param dLogits dz, [B, K]
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    record SoftmaxCrossEntropyBackward(Tensor logits, Tensor labels, Tensor dLogits, float scale) implements LossOp {
        /** Checks the shapes. */
        public SoftmaxCrossEntropyBackward {
            Require.floats(logits, dLogits);
            checkLabels(logits, labels);
            Require.sameShape(logits, dLogits);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits, labels);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dLogits);
        }
    }

    /**
     * losses[n] = (1/W) Σ_j l(z[n,j], y[n,j]).
     *
     * @param function l
     * @param scores z, [B, W]
     * @param targets y, [B, W]
     * @param losses [B]
     */
    record ScoreLossForward(SampleLoss function, Tensor scores, Tensor targets, Tensor losses) implements LossOp {
        /** Checks the shapes. */
        public ScoreLossForward {
            Require.floats(scores, targets, losses);
            Require.sameShape(scores, targets);
            Require.shape(losses, scores.shape().batch());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(scores, targets);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(losses);
        }
    }

    /**
     * dz[n,j] = (scale/W) · ∂l/∂z(z[n,j], y[n,j]).
     *
     * @param function l
     * @param scores z, [B, W]
     * @param targets y, [B, W]
     * @param dScores dz, [B, W]
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    record ScoreLossBackward(SampleLoss function, Tensor scores, Tensor targets, Tensor dScores, float scale)
            implements LossOp {
        /** Checks the shapes. */
        public ScoreLossBackward {
            Require.floats(scores, targets, dScores);
            Require.sameShape(scores, targets, dScores);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(scores, targets);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dScores);
        }
    }

    /**
     * hits[n] = 1 if argmax_k z[n,k] = label[n], else 0. As in PyTorch, the first of equal logits counts as the
     * largest, and NaN is larger than every number.
     *
     * @param logits [B, K]
     * @param labels [B] ints
     * @param hits [B] ints
     */
    record ClassHits(Tensor logits, Tensor labels, Tensor hits) implements LossOp {
        /** Checks the shapes. */
        public ClassHits {
            Require.floats(logits);
            Require.ints(hits);
            checkLabels(logits, labels);
            Require.shape(hits, logits.shape().batch());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits, labels);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(hits);
        }
    }

    /**
     * hits[n] = 1 if (z[n] &gt; scoreThreshold) = (y[n] &gt; targetThreshold), else 0.
     *
     * @param scores z, [B, 1]
     * @param targets y, [B, 1]
     * @param hits [B] ints
     * @param scoreThreshold 0 for a logit, which is a probability of one half
     * @param targetThreshold 0 for targets −1/+1 and for real targets, ½ for targets 0/1
     */
    record ScoreHits(Tensor scores, Tensor targets, Tensor hits, float scoreThreshold, float targetThreshold)
            implements LossOp {
        /** Checks the shapes. */
        public ScoreHits {
            Require.floats(scores, targets);
            Require.ints(hits);
            Require.sampleSize(scores, 1);
            Require.sameShape(scores, targets);
            Require.shape(hits, scores.shape().batch());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(scores, targets);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(hits);
        }
    }

    @Override
    default SampleScope scope() {
        return SampleScope.INDEPENDENT;
    }

    private static void checkLabels(Tensor logits, Tensor labels) {
        Require.ints(labels);
        Require.rank(logits, 2);
        Require.shape(labels, logits.shape().batch());
    }
}
