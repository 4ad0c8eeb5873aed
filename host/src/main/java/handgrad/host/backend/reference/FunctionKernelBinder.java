package handgrad.host.backend.reference;

import handgrad.kernels.Activations;
import handgrad.kernels.ClassLosses;
import handgrad.kernels.ScoreLossGradients;
import handgrad.kernels.ScoreLosses;
import handgrad.program.Activation;
import handgrad.program.ActivationOp;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;

/** Binds the ops that have a kernel for each function: activations and losses. */
final class FunctionKernelBinder {
    private final KernelBinder arrays;

    FunctionKernelBinder(KernelBinder arrays) {
        this.arrays = arrays;
    }

    Runnable bind(ActivationOp op) {
        return switch (op) {
            case ActivationForward forward -> bind(forward);
            case ActivationBackward backward -> bind(backward);
        };
    }

    private Runnable bind(ActivationForward op) {
        final float[] x = arrays.floats(op.x());
        final float[] y = arrays.floats(op.y());
        final int size = op.x().size();
        return switch (handgrad.program.LegacyActivation.of(op.function())) {
            case handgrad.program.LegacyActivation.Tanh() -> () -> Activations.tanhForward(x, y, size);
            case handgrad.program.LegacyActivation.Sigmoid() -> () -> Activations.sigmoidForward(x, y, size);
            case handgrad.program.LegacyActivation.Relu() -> () -> Activations.reluForward(x, y, size);
            case handgrad.program.LegacyActivation.LeakyRelu(float slope) -> () -> Activations.leakyReluForward(x, y, slope, size);
        };
    }

    private Runnable bind(ActivationBackward op) {
        final float[] y = arrays.floats(op.y());
        final float[] dy = arrays.floats(op.dy());
        final float[] dx = arrays.floats(op.dx());
        final int size = op.y().size();
        return switch (handgrad.program.LegacyActivation.of(op.function())) {
            case handgrad.program.LegacyActivation.Tanh() -> () -> Activations.tanhBackward(y, dy, dx, size);
            case handgrad.program.LegacyActivation.Sigmoid() -> () -> Activations.sigmoidBackward(y, dy, dx, size);
            case handgrad.program.LegacyActivation.Relu() -> () -> Activations.reluBackward(y, dy, dx, size);
            case handgrad.program.LegacyActivation.LeakyRelu(float slope) -> () -> Activations.leakyReluBackward(y, dy, dx, slope, size);
        };
    }

    Runnable bind(LossOp op) {
        return switch (op) {
            case SoftmaxCrossEntropyForward(var logits, var labels, var losses) -> {
                final float[] z = arrays.floats(logits);
                final int[] classes = arrays.ints(labels);
                final float[] result = arrays.floats(losses);
                final int samples = logits.shape().batch();
                final int width = logits.shape().sampleSize();
                yield () -> ClassLosses.softmaxCrossEntropyForward(z, classes, result, samples, width);
            }
            case SoftmaxCrossEntropyBackward(var logits, var labels, var dLogits, float scale) -> {
                final float[] z = arrays.floats(logits);
                final int[] classes = arrays.ints(labels);
                final float[] result = arrays.floats(dLogits);
                final int samples = logits.shape().batch();
                final int width = logits.shape().sampleSize();
                yield () -> ClassLosses.softmaxCrossEntropyBackward(z, classes, result, samples, width, scale);
            }
            case ClassHits(var logits, var labels, var hits) -> {
                final float[] z = arrays.floats(logits);
                final int[] classes = arrays.ints(labels);
                final int[] result = arrays.ints(hits);
                final int samples = logits.shape().batch();
                final int width = logits.shape().sampleSize();
                yield () -> ClassLosses.classHits(z, classes, result, samples, width);
            }
            case ScoreHits(var scores, var targets, var hits, float scoreThreshold, float targetThreshold) -> {
                final float[] z = arrays.floats(scores);
                final float[] y = arrays.floats(targets);
                final int[] result = arrays.ints(hits);
                final int samples = hits.size();
                yield () -> ScoreLosses.scoreHits(z, y, result, samples, scoreThreshold, targetThreshold);
            }
            case ScoreLossForward forward -> bind(forward);
            case ScoreLossBackward backward -> bind(backward);
        };
    }

    private Runnable bind(ScoreLossForward op) {
        final float[] z = arrays.floats(op.scores());
        final float[] y = arrays.floats(op.targets());
        final float[] losses = arrays.floats(op.losses());
        final int samples = op.scores().shape().batch();
        final int width = op.scores().shape().sampleSize();
        return switch (handgrad.program.LegacyLoss.of(op.function())) {
            case LOGISTIC -> () -> ScoreLosses.logisticForward(z, y, losses, samples, width);
            case SQUARED_PROBABILITY -> () -> ScoreLosses.squaredProbabilityForward(z, y, losses, samples, width);
            case HINGE -> () -> ScoreLosses.hingeForward(z, y, losses, samples, width);
            case SQUARED_ERROR -> () -> ScoreLosses.squaredErrorForward(z, y, losses, samples, width);
            case HALF_SQUARED_ERROR -> () -> ScoreLosses.halfSquaredErrorForward(z, y, losses, samples, width);
            case BINARY_CROSS_ENTROPY -> () -> ScoreLosses.binaryCrossEntropyForward(z, y, losses, samples, width);
        };
    }

    private Runnable bind(ScoreLossBackward op) {
        final float[] z = arrays.floats(op.scores());
        final float[] y = arrays.floats(op.targets());
        final float[] dz = arrays.floats(op.dScores());
        final int samples = op.scores().shape().batch();
        final int width = op.scores().shape().sampleSize();
        final float scale = op.scale();
        return switch (handgrad.program.LegacyLoss.of(op.function())) {
            case LOGISTIC -> () -> ScoreLossGradients.logisticBackward(z, y, dz, samples, width, scale);
            case SQUARED_PROBABILITY ->
                () -> ScoreLossGradients.squaredProbabilityBackward(z, y, dz, samples, width, scale);
            case HINGE -> () -> ScoreLossGradients.hingeBackward(z, y, dz, samples, width, scale);
            case SQUARED_ERROR -> () -> ScoreLossGradients.squaredErrorBackward(z, y, dz, samples, width, scale);
            case HALF_SQUARED_ERROR ->
                () -> ScoreLossGradients.halfSquaredErrorBackward(z, y, dz, samples, width, scale);
            case BINARY_CROSS_ENTROPY ->
                () -> ScoreLossGradients.binaryCrossEntropyBackward(z, y, dz, samples, width, scale);
        };
    }
}
