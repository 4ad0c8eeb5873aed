package handgrad.backend.tornado;

import handgrad.kernels.Activations;
import handgrad.kernels.Batches;
import handgrad.kernels.Linears;
import handgrad.kernels.Poolings;
import handgrad.kernels.Records;
import handgrad.kernels.Updates;
import handgrad.kernels.formula.FormulaKernels;
import handgrad.program.Activation;
import handgrad.program.ActivationOp;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
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
import handgrad.program.PenaltyFunction;
import handgrad.program.PoolingOp;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.RecordOp;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.TaskGraph;

/** Adds the task of a single op to a graph: its kernel with arrays and sizes. */
final class OpTasks {
    private final GraphTasks tasks;
    private final TaskGraph graph;
    private final ProgramArrays arrays;
    private final ConvolutionTasks convolutions;
    private final LossTasks losses;

    OpTasks(GraphTasks tasks, ProgramArrays arrays) {
        this.tasks = tasks;
        this.graph = tasks.graph();
        this.arrays = arrays;
        this.convolutions = new ConvolutionTasks(tasks, arrays);
        this.losses = new LossTasks(tasks, arrays);
    }

    void add(OpGroup.Single group) {
        switch (group.op()) {
            case BatchOp op -> add(group, op);
            case ConvolutionOp op -> convolutions.add(group, op);
            case PoolingOp op -> add(group, op);
            case LinearOp op -> add(group, op);
            case ActivationOp op -> add(group, op);
            case LossOp op -> losses.add(group, op);
            case RecordOp op -> add(group, op);
            case UpdateOp op -> add(group, op);
        }
    }

    private void add(OpGroup group, BatchOp op) {
        switch (op) {
            case GatherRows(Tensor data, Tensor order, Tensor position, Tensor batch) ->
                graph.task(
                        tasks.next(group, Batches.class, "gatherRows"),
                        Batches::gatherRows,
                        floats(data),
                        ints(order),
                        ints(position),
                        floats(batch),
                        batch.shape().batch(),
                        batch.shape().sampleSize());
            case GatherLabels(Tensor labels, Tensor order, Tensor position, Tensor batch) ->
                graph.task(
                        tasks.next(group, Batches.class, "gatherLabels"),
                        Batches::gatherLabels,
                        ints(labels),
                        ints(order),
                        ints(position),
                        ints(batch),
                        batch.size());
            case Advance(Tensor position, int samples) ->
                graph.task(tasks.next(group, Batches.class, "advance"), Batches::advance, ints(position), samples);
        }
    }

    private void add(OpGroup group, LinearOp op) {
        switch (op) {
            case LinearForward(Tensor x, Tensor w, Tensor b, Tensor y) ->
                graph.task(
                        tasks.next(group, Linears.class, "linearForward"),
                        Linears::linearForward,
                        floats(x),
                        floats(w),
                        floats(b),
                        floats(y),
                        x.shape().batch(),
                        w.shape().dimension(1),
                        w.shape().dimension(0));
            case LinearBackwardInput(Tensor dy, Tensor w, Tensor dx) ->
                graph.task(
                        tasks.next(group, Linears.class, "linearBackwardInput"),
                        Linears::linearBackwardInput,
                        floats(dy),
                        floats(w),
                        floats(dx),
                        dx.shape().batch(),
                        w.shape().dimension(1),
                        w.shape().dimension(0));
            case LinearBackwardWeight(Tensor x, Tensor dy, Tensor dw, Tensor db) ->
                graph.task(
                        tasks.next(group, Linears.class, "linearBackwardWeight"),
                        Linears::linearBackwardWeight,
                        floats(x),
                        floats(dy),
                        floats(dw),
                        floats(db),
                        x.shape().batch(),
                        dw.shape().dimension(1),
                        dw.shape().dimension(0));
        }
    }

    private void add(OpGroup group, PoolingOp op) {
        switch (op) {
            case AveragePoolForward forward -> {
                final Shape x = forward.x().shape();
                graph.task(
                        tasks.next(group, Poolings.class, "averagePoolForward"),
                        Poolings::averagePoolForward,
                        floats(forward.x()),
                        floats(forward.y()),
                        maps(x),
                        x.dimension(2),
                        x.dimension(3),
                        forward.window().size(),
                        forward.window().stride());
            }
            case AveragePoolBackward backward -> {
                final Shape x = backward.dx().shape();
                graph.task(
                        tasks.next(group, Poolings.class, "averagePoolBackward"),
                        Poolings::averagePoolBackward,
                        floats(backward.dy()),
                        floats(backward.dx()),
                        maps(x),
                        x.dimension(2),
                        x.dimension(3),
                        backward.window().size(),
                        backward.window().stride());
            }
            case MaxPoolForward forward -> {
                final Shape x = forward.x().shape();
                graph.task(
                        tasks.next(group, Poolings.class, "maxPoolForward"),
                        Poolings::maxPoolForward,
                        floats(forward.x()),
                        floats(forward.y()),
                        ints(forward.winner()),
                        maps(x),
                        x.dimension(2),
                        x.dimension(3),
                        forward.window().size(),
                        forward.window().stride());
            }
            case MaxPoolBackward backward -> {
                final Shape x = backward.dx().shape();
                graph.task(
                        tasks.next(group, Poolings.class, "maxPoolBackward"),
                        Poolings::maxPoolBackward,
                        floats(backward.dy()),
                        ints(backward.winner()),
                        floats(backward.dx()),
                        maps(x),
                        x.dimension(2),
                        x.dimension(3),
                        backward.window().size(),
                        backward.window().stride());
            }
        }
    }

    private void add(OpGroup group, ActivationOp op) {
        switch (op) {
            case ActivationForward(Activation function, Tensor x, Tensor y) ->
                tasks.add(
                        group,
                        FormulaKernels.of(function),
                        Activations.class,
                        "activationForward",
                        floats(x),
                        floats(y),
                        x.size());
            case ActivationBackward backward ->
                tasks.add(
                        group,
                        FormulaKernels.of(backward.function()),
                        Activations.class,
                        "activationBackward",
                        arrays.keptInput(backward, floats(backward.dy())),
                        arrays.keptOutput(backward, floats(backward.dy())),
                        floats(backward.dy()),
                        floats(backward.dx()),
                        backward.dx().size());
        }
    }

    private void add(OpGroup group, RecordOp op) {
        switch (op) {
            case RecordLoss(Tensor sampleLosses, Tensor position, Tensor history) ->
                graph.task(
                        tasks.next(group, Records.class, "recordLoss"),
                        Records::recordLoss,
                        floats(sampleLosses),
                        ints(position),
                        floats(history),
                        sampleLosses.size());
            case RecordPenalty penalty ->
                tasks.add(
                        group,
                        FormulaKernels.of(penalty.penalty()),
                        Records.class,
                        "recordPenalty",
                        floats(penalty.w()),
                        floats(penalty.lambda()),
                        ints(penalty.position()),
                        floats(penalty.history()),
                        penalty.w().size(),
                        penalty.samples());
            case RecordHits(Tensor hits, Tensor position, Tensor history) ->
                graph.task(
                        tasks.next(group, Records.class, "recordHits"),
                        Records::recordHits,
                        ints(hits),
                        ints(position),
                        ints(history),
                        hits.size());
        }
    }

    private void add(OpGroup group, UpdateOp op) {
        switch (op) {
            case Update update -> addUpdate(group, update);
            case AddPenaltyGradient(PenaltyFunction penalty, Tensor w, Tensor lambda, Tensor dw) ->
                tasks.add(
                        group,
                        FormulaKernels.of(penalty),
                        Updates.class,
                        "addPenaltyGradient",
                        floats(w),
                        floats(lambda),
                        floats(dw),
                        w.size());
            case TakeRate(Tensor rates, Tensor position, Tensor learningRate) ->
                graph.task(
                        tasks.next(group, Updates.class, "takeRate"),
                        Updates::takeRate,
                        floats(rates),
                        ints(position),
                        floats(learningRate));
            case CountStep(Tensor number) ->
                graph.task(tasks.next(group, Updates.class, "countStep"), Updates::countStep, floats(number));
        }
    }

    private void addUpdate(OpGroup group, Update op) {
        final List<Object> arguments = new ArrayList<>(List.of(floats(op.w()), floats(op.dw())));
        op.states().forEach(state -> arguments.add(floats(state)));
        arguments.add(floats(op.learningRate()));
        arguments.add(floats(op.rule().countsSteps() ? op.step() : op.learningRate()));
        arguments.add(op.w().size());
        tasks.add(
                group,
                FormulaKernels.of(op.rule()),
                Updates.class,
                FormulaKernels.updateKernel(op.rule()),
                arguments.toArray());
    }

    private static int maps(Shape images) {
        return images.batch() * images.dimension(1);
    }

    private float[] floats(Tensor tensor) {
        return arrays.floats(tensor);
    }

    private int[] ints(Tensor tensor) {
        return arrays.ints(tensor);
    }
}
