package handgrad.backend.reference;

import handgrad.kernels.Batches;
import handgrad.kernels.Linears;
import handgrad.kernels.Records;
import handgrad.kernels.Updates;
import handgrad.kernels.formula.FormulaKernels;
import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp;
import handgrad.program.LinearOp;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.RecordOp;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.List;

/** Binds an op to a call of its kernel with its arrays and sizes. */
final class KernelBinder {
    private final TensorArrays residents;
    private final TensorArrays locals;

    KernelBinder(TensorArrays residents, TensorArrays locals) {
        this.residents = residents;
        this.locals = locals;
    }

    Runnable bind(Op op) {
        return switch (op) {
            case BatchOp batch -> bindBatch(batch);
            case ConvolutionOp convolution -> new ImageKernelBinder(this).bind(convolution);
            case PoolingOp pooling -> new ImageKernelBinder(this).bind(pooling);
            case LinearOp linear -> bindLinear(linear);
            case ActivationOp activation -> new FunctionKernelBinder(this).bind(activation);
            case LossOp loss -> new FunctionKernelBinder(this).bind(loss);
            case RecordOp record -> bindRecord(record);
            case UpdateOp update -> bindUpdate(update);
        };
    }

    float[] floats(Tensor tensor) {
        return arraysOf(tensor).floats(tensor);
    }

    int[] ints(Tensor tensor) {
        return arraysOf(tensor).ints(tensor);
    }

    private TensorArrays arraysOf(Tensor tensor) {
        return tensor.role().isResident() ? residents : locals;
    }

    private Runnable bindBatch(BatchOp op) {
        return switch (op) {
            case GatherRows(var data, var order, var position, var batch) -> {
                final float[] from = floats(data);
                final int[] rows = ints(order);
                final int[] at = ints(position);
                final float[] to = floats(batch);
                final int samples = batch.shape().batch();
                final int size = batch.shape().sampleSize();
                yield () -> Batches.gatherRows(from, rows, at, to, samples, size);
            }
            case GatherLabels(var labels, var order, var position, var batch) -> {
                final int[] from = ints(labels);
                final int[] rows = ints(order);
                final int[] at = ints(position);
                final int[] to = ints(batch);
                final int samples = batch.size();
                yield () -> Batches.gatherLabels(from, rows, at, to, samples);
            }
            case Advance(var position, int samples) -> {
                final int[] at = ints(position);
                yield () -> Batches.advance(at, samples);
            }
        };
    }

    private Runnable bindLinear(LinearOp op) {
        return switch (op) {
            case LinearForward(var x, var w, var b, var y) -> {
                final float[] input = floats(x);
                final float[] weights = floats(w);
                final float[] bias = floats(b);
                final float[] output = floats(y);
                final int samples = samples(y);
                final int features = features(w);
                final int outputs = outputs(w);
                yield () -> Linears.linearForward(input, weights, bias, output, samples, features, outputs);
            }
            case LinearBackwardInput(var dy, var w, var dx) -> {
                final float[] gradient = floats(dy);
                final float[] weights = floats(w);
                final float[] result = floats(dx);
                final int samples = samples(dy);
                final int features = features(w);
                final int outputs = outputs(w);
                yield () -> Linears.linearBackwardInput(gradient, weights, result, samples, features, outputs);
            }
            case LinearBackwardWeight(var x, var dy, var dw, var db) -> {
                final float[] input = floats(x);
                final float[] gradient = floats(dy);
                final float[] weightResult = floats(dw);
                final float[] biasResult = floats(db);
                final int samples = samples(dy);
                final int features = features(dw);
                final int outputs = outputs(dw);
                yield () -> Linears.linearBackwardWeight(
                        input, gradient, weightResult, biasResult, samples, features, outputs);
            }
        };
    }

    private static int samples(Tensor tensor) {
        return tensor.shape().batch();
    }

    private static int outputs(Tensor weights) {
        return weights.shape().dimension(0);
    }

    private static int features(Tensor weights) {
        return weights.shape().dimension(1);
    }

    private Runnable bindRecord(RecordOp op) {
        return switch (op) {
            case RecordLoss(var losses, var position, var history) -> {
                final float[] values = floats(losses);
                final int[] at = ints(position);
                final float[] sums = floats(history);
                final int samples = losses.size();
                yield () -> Records.recordLoss(values, at, sums, samples);
            }
            case RecordPenalty(var penalty, var w, var lambda, var position, var history, int samples) -> {
                final FormulaKernels kernels = FormulaKernels.of(penalty);
                yield kernels.call(
                        kernels.kernel(Records.class, "recordPenalty"),
                        floats(w),
                        floats(lambda),
                        ints(position),
                        floats(history),
                        w.size(),
                        samples);
            }
            case RecordHits(var hits, var position, var history) -> {
                final int[] values = ints(hits);
                final int[] at = ints(position);
                final int[] sums = ints(history);
                final int samples = hits.size();
                yield () -> Records.recordHits(values, at, sums, samples);
            }
        };
    }

    private Runnable bindUpdate(UpdateOp op) {
        return switch (op) {
            case Update update -> bind(update);
            case AddPenaltyGradient(var penalty, var w, var lambda, var dw) -> {
                final FormulaKernels kernels = FormulaKernels.of(penalty);
                yield kernels.call(
                        kernels.kernel(Updates.class, "addPenaltyGradient"),
                        floats(w),
                        floats(lambda),
                        floats(dw),
                        w.size());
            }
            case TakeRate(var rates, var position, var learningRate) -> {
                final float[] from = floats(rates);
                final int[] at = ints(position);
                final float[] to = floats(learningRate);
                yield () -> Updates.takeRate(from, at, to);
            }
            case CountStep(var step) -> {
                final float[] count = floats(step);
                yield () -> Updates.countStep(count);
            }
        };
    }

    private Runnable bind(Update op) {
        final FormulaKernels kernels = FormulaKernels.of(op.rule());
        final List<Object> arguments = new ArrayList<>(List.of(floats(op.w()), floats(op.dw())));
        op.states().forEach(state -> arguments.add(floats(state)));
        arguments.addAll(
                List.of(floats(op.learningRate()), floats(op.step()), op.w().size()));
        return kernels.call(kernels.kernel(Updates.class, FormulaKernels.updateKernel(op.rule())), arguments.toArray());
    }
}
