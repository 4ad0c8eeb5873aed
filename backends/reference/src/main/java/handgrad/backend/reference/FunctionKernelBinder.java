package handgrad.backend.reference;

import handgrad.kernels.Activations;
import handgrad.kernels.ClassLosses;
import handgrad.kernels.ScoreLosses;
import handgrad.kernels.formula.FormulaKernels;
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

/** Binds activations and losses. */
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
        final FormulaKernels kernels = FormulaKernels.of(op.function());
        return kernels.call(
                kernels.kernel(Activations.class, "activationForward"),
                arrays.floats(op.x()),
                arrays.floats(op.y()),
                op.x().size());
    }

    private Runnable bind(ActivationBackward op) {
        final FormulaKernels kernels = FormulaKernels.of(op.function());
        return kernels.call(
                kernels.kernel(Activations.class, "activationBackward"),
                arrays.floats(op.x()),
                arrays.floats(op.y()),
                arrays.floats(op.dy()),
                arrays.floats(op.dx()),
                op.dx().size());
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
        final FormulaKernels kernels = FormulaKernels.of(op.function());
        return kernels.call(
                kernels.kernel(ScoreLosses.class, "scoreLossForward"),
                arrays.floats(op.scores()),
                arrays.floats(op.targets()),
                arrays.floats(op.losses()),
                op.scores().shape().batch(),
                op.scores().shape().sampleSize());
    }

    private Runnable bind(ScoreLossBackward op) {
        final FormulaKernels kernels = FormulaKernels.of(op.function());
        return kernels.call(
                kernels.kernel(ScoreLosses.class, "scoreLossBackward"),
                arrays.floats(op.scores()),
                arrays.floats(op.targets()),
                arrays.floats(op.dScores()),
                op.scores().shape().batch(),
                op.scores().shape().sampleSize(),
                op.scale());
    }
}
