package handgrad.backend.tornado;

import handgrad.kernels.ClassLosses;
import handgrad.kernels.ScoreLosses;
import handgrad.kernels.formula.FormulaKernels;
import handgrad.program.LossOp;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Tensor;
import uk.ac.manchester.tornado.api.TaskGraph;

/** Adds the tasks of losses, their gradients and the marks of correct samples to a graph. */
final class LossTasks {
    private final GraphTasks tasks;
    private final TaskGraph graph;
    private final ProgramArrays arrays;

    LossTasks(GraphTasks tasks, ProgramArrays arrays) {
        this.tasks = tasks;
        this.graph = tasks.graph();
        this.arrays = arrays;
    }

    void add(OpGroup group, LossOp op) {
        switch (op) {
            case SoftmaxCrossEntropyForward(Tensor logits, Tensor labels, Tensor losses) ->
                graph.task(
                        tasks.next(group, ClassLosses.class, "softmaxCrossEntropyForward"),
                        ClassLosses::softmaxCrossEntropyForward,
                        floats(logits),
                        ints(labels),
                        floats(losses),
                        logits.shape().batch(),
                        logits.shape().dimension(1));
            case SoftmaxCrossEntropyBackward(Tensor logits, Tensor labels, Tensor dLogits, float scale) ->
                graph.task(
                        tasks.next(group, ClassLosses.class, "softmaxCrossEntropyBackward"),
                        ClassLosses::softmaxCrossEntropyBackward,
                        floats(logits),
                        ints(labels),
                        floats(dLogits),
                        logits.shape().batch(),
                        logits.shape().dimension(1),
                        scale);
            case ScoreLossForward forward -> addForward(group, forward);
            case ScoreLossBackward backward -> addBackward(group, backward);
            case ClassHits(Tensor logits, Tensor labels, Tensor hits) ->
                graph.task(
                        tasks.next(group, ClassLosses.class, "classHits"),
                        ClassLosses::classHits,
                        floats(logits),
                        ints(labels),
                        ints(hits),
                        logits.shape().batch(),
                        logits.shape().dimension(1));
            case ScoreHits(Tensor scores, Tensor targets, Tensor hits, float scoreThreshold, float targetThreshold) ->
                graph.task(
                        tasks.next(group, ScoreLosses.class, "scoreHits"),
                        ScoreLosses::scoreHits,
                        floats(scores),
                        floats(targets),
                        ints(hits),
                        hits.size(),
                        scoreThreshold,
                        targetThreshold);
        }
    }

    private void addForward(OpGroup group, ScoreLossForward op) {
        tasks.add(
                group,
                FormulaKernels.of(op.function()),
                ScoreLosses.class,
                "scoreLossForward",
                floats(op.scores()),
                floats(op.targets()),
                floats(op.losses()),
                op.scores().shape().batch(),
                op.scores().shape().sampleSize());
    }

    private void addBackward(OpGroup group, ScoreLossBackward op) {
        tasks.add(
                group,
                FormulaKernels.of(op.function()),
                ScoreLosses.class,
                "scoreLossBackward",
                floats(op.scores()),
                floats(op.targets()),
                floats(op.dScores()),
                op.scores().shape().batch(),
                op.scores().shape().sampleSize(),
                op.scale());
    }

    private float[] floats(Tensor tensor) {
        return arrays.floats(tensor);
    }

    private int[] ints(Tensor tensor) {
        return arrays.ints(tensor);
    }
}
