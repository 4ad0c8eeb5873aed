package handgrad.tornado;

import handgrad.kernels.ClassLosses;
import handgrad.kernels.ScoreLossGradients;
import handgrad.kernels.ScoreLosses;
import handgrad.program.LossOp;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Tensor;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task6;

/** Adds the task of a loss, its gradient, or the count of right answers. */
final class LossTasks {
    private final GraphTasks tasks;
    private final TaskGraph graph;
    private final ProgramArrays arrays;

    LossTasks(GraphTasks tasks, ProgramArrays arrays) {
        this.tasks = tasks;
        this.graph = tasks.graph();
        this.arrays = arrays;
    }

    void add(Step step, LossOp op) {
        switch (op) {
            case SoftmaxCrossEntropyForward(Tensor logits, Tensor labels, Tensor losses) ->
                graph.task(
                        tasks.next(step, ClassLosses.class, "softmaxCrossEntropyForward"),
                        ClassLosses::softmaxCrossEntropyForward,
                        floats(logits),
                        ints(labels),
                        floats(losses),
                        logits.shape().batch(),
                        logits.shape().dimension(1));
            case SoftmaxCrossEntropyBackward(Tensor logits, Tensor labels, Tensor dLogits, float scale) ->
                graph.task(
                        tasks.next(step, ClassLosses.class, "softmaxCrossEntropyBackward"),
                        ClassLosses::softmaxCrossEntropyBackward,
                        floats(logits),
                        ints(labels),
                        floats(dLogits),
                        logits.shape().batch(),
                        logits.shape().dimension(1),
                        scale);
            case ScoreLossForward forward -> addForward(step, forward);
            case ScoreLossBackward backward -> addBackward(step, backward);
            case ClassHits(Tensor logits, Tensor labels, Tensor hits) ->
                graph.task(
                        tasks.next(step, ClassLosses.class, "classHits"),
                        ClassLosses::classHits,
                        floats(logits),
                        ints(labels),
                        ints(hits),
                        logits.shape().batch(),
                        logits.shape().dimension(1));
            case ScoreHits(Tensor scores, Tensor targets, Tensor hits, float scoreThreshold, float targetThreshold) ->
                graph.task(
                        tasks.next(step, ScoreLosses.class, "scoreHits"),
                        ScoreLosses::scoreHits,
                        floats(scores),
                        floats(targets),
                        ints(hits),
                        hits.size(),
                        scoreThreshold,
                        targetThreshold);
        }
    }

    private void addForward(Step step, ScoreLossForward op) {
        switch (op.function()) {
            case LOGISTIC -> forward(step, op, "logisticForward", ScoreLosses::logisticForward);
            case SQUARED_PROBABILITY ->
                forward(step, op, "squaredProbabilityForward", ScoreLosses::squaredProbabilityForward);
            case HINGE -> forward(step, op, "hingeForward", ScoreLosses::hingeForward);
            case SQUARED_ERROR -> forward(step, op, "squaredErrorForward", ScoreLosses::squaredErrorForward);
            case HALF_SQUARED_ERROR ->
                forward(step, op, "halfSquaredErrorForward", ScoreLosses::halfSquaredErrorForward);
            case BINARY_CROSS_ENTROPY ->
                forward(step, op, "binaryCrossEntropyForward", ScoreLosses::binaryCrossEntropyForward);
        }
    }

    private void forward(
            Step step, ScoreLossForward op, String name, Task5<float[], float[], float[], Integer, Integer> kernel) {
        graph.task(
                tasks.next(step, ScoreLosses.class, name),
                kernel,
                floats(op.scores()),
                floats(op.targets()),
                floats(op.losses()),
                op.scores().shape().batch(),
                op.scores().shape().sampleSize());
    }

    private void addBackward(Step step, ScoreLossBackward op) {
        switch (op.function()) {
            case LOGISTIC -> backward(step, op, "logisticBackward", ScoreLossGradients::logisticBackward);
            case SQUARED_PROBABILITY ->
                backward(step, op, "squaredProbabilityBackward", ScoreLossGradients::squaredProbabilityBackward);
            case HINGE -> backward(step, op, "hingeBackward", ScoreLossGradients::hingeBackward);
            case SQUARED_ERROR -> backward(step, op, "squaredErrorBackward", ScoreLossGradients::squaredErrorBackward);
            case HALF_SQUARED_ERROR ->
                backward(step, op, "halfSquaredErrorBackward", ScoreLossGradients::halfSquaredErrorBackward);
            case BINARY_CROSS_ENTROPY ->
                backward(step, op, "binaryCrossEntropyBackward", ScoreLossGradients::binaryCrossEntropyBackward);
        }
    }

    private void backward(
            Step step,
            ScoreLossBackward op,
            String name,
            Task6<float[], float[], float[], Integer, Integer, Float> kernel) {
        graph.task(
                tasks.next(step, ScoreLossGradients.class, name),
                kernel,
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
