package handgrad.training;

import handgrad.loss.SampleLosses;
import handgrad.network.Network;
import handgrad.program.BatchOp.Advance;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import java.util.List;

/** Builds the programs of training, evaluation and checks. */
public final class Programs {
    /** The learning rate, [1]: a state tensor, so that one compiled program serves every learning rate of a sweep. */
    public static final Tensor LEARNING_RATE = Tensor.state("learningRate", 1);

    /** The step number, [1], from 1: for optimisers whose formula uses it. */
    public static final Tensor STEP = Tensor.state("step", 1);

    private Programs() {}

    /**
     * One step of plain stochastic gradient descent with a constant learning rate.
     *
     * @param network the network
     * @param objective the loss and the penalty
     * @param feed the training set
     * @param batch the batch size B
     * @return the program
     */
    public static Program trainingStep(Network network, Objective objective, Feed feed, int batch) {
        return trainingStep(network, objective, GradientDescent.PLAIN, feed, batch);
    }

    /**
     * One step of training: gather the next batch, forward, record, backward, update, advance.
     *
     * @param network the network
     * @param objective the loss and the penalty
     * @param descent the optimiser
     * @param feed the training set
     * @param batch the batch size B
     * @return the program
     */
    public static Program trainingStep(
            Network network, Objective objective, GradientDescent descent, Feed feed, int batch) {
        final ProgramBuilder program = new ProgramBuilder("train " + batch);
        begin(descent, feed, program);
        final Tensor x = feed.gatherInputs(batch, program);
        final Tensor targets = feed.gatherTargets(batch, program);
        final List<Tensor> activations = network.forward(x, program);
        record(network, objective, feed, activations.getLast(), targets, program);
        if (objective.hasKink()) {
            recordKink(feed, activations.getLast(), targets, program);
        }
        backwardAndUpdate(network, objective, descent, activations, targets, program);
        program.add(new Advance(feed.position(), batch));
        return program.build();
    }

    /**
     * One step of evaluation: gather the next batch, forward, record, advance. The network's outputs can be downloaded.
     *
     * @param network the network
     * @param objective the loss and the penalty
     * @param feed the data set
     * @param batch the batch size B
     * @return the program
     */
    public static Program evaluationStep(Network network, Objective objective, Feed feed, int batch) {
        final ProgramBuilder program =
                new ProgramBuilder("evaluate " + feed.inputs().name() + " " + batch);
        final Tensor x = feed.gatherInputs(batch, program);
        final Tensor targets = feed.gatherTargets(batch, program);
        final Tensor outputs = network.forward(x, program).getLast();
        record(network, objective, feed, outputs, targets, program);
        program.add(new Advance(feed.position(), batch));
        program.keep(outputs);
        return program.build();
    }

    /**
     * One training step on the whole data set as one batch, in order, for checks: the outputs and the gradient of each
     * parameter tensor can be downloaded.
     *
     * @param network the network
     * @param objective the loss and the penalty
     * @param descent the optimiser
     * @param feed the batch as a data set
     * @return the program; its outputs are the network's outputs, then the gradients in the order of {@link
     *     Network#parameterTensors}
     */
    public static Program checkedStep(Network network, Objective objective, GradientDescent descent, Feed feed) {
        final ProgramBuilder program = new ProgramBuilder("check " + feed.count());
        begin(descent, feed, program);
        final List<Tensor> activations = network.forward(feed.inputs(), program);
        program.keep(activations.getLast());
        record(network, objective, feed, activations.getLast(), feed.targets(), program);
        backwardAndUpdate(network, objective, descent, activations, feed.targets(), program);
        network.parameterTensors().forEach(parameter -> program.keep(Tensor.gradient(parameter)));
        program.add(new Advance(feed.position(), feed.count()));
        return program.build();
    }

    private static void begin(GradientDescent descent, Feed feed, ProgramBuilder program) {
        if (descent.isScheduled()) {
            program.add(new TakeRate(feed.rates(), feed.position(), LEARNING_RATE));
        }
        if (descent.rule().countsSteps()) {
            program.add(new CountStep(STEP));
        }
    }

    private static void record(
            Network network, Objective objective, Feed feed, Tensor outputs, Tensor targets, ProgramBuilder program) {
        final Tensor losses = objective.loss().losses(outputs, targets, program);
        program.add(new RecordLoss(losses, feed.position(), feed.lossHistory()));
        for (final Tensor weight : objective.penalisedTensors(network)) {
            program.add(new RecordPenalty(
                    PenaltyFunction.L2,
                    weight,
                    Objective.LAMBDA,
                    feed.position(),
                    feed.lossHistory(),
                    outputs.shape().batch()));
        }
        final Tensor hits = objective.loss().hits(outputs, targets, program);
        program.add(new RecordHits(hits, feed.position(), feed.hitHistory()));
    }

    private static void recordKink(Feed feed, Tensor scores, Tensor targets, ProgramBuilder program) {
        final Tensor distances =
                Tensor.activation("kinkDistances", Shape.of(scores.shape().batch()));
        program.add(new ScoreLossForward(SampleLosses.SQUARED_ERROR, scores, targets, distances));
        program.add(new RecordLoss(distances, feed.position(), feed.kinkHistory()));
    }

    private static void backwardAndUpdate(
            Network network,
            Objective objective,
            GradientDescent descent,
            List<Tensor> activations,
            Tensor targets,
            ProgramBuilder program) {
        final Tensor dOutputs = objective.loss().gradient(activations.getLast(), targets, program);
        network.backward(activations, dOutputs, program);
        for (final Tensor weight : objective.penalisedTensors(network)) {
            program.add(new AddPenaltyGradient(PenaltyFunction.L2, weight, Objective.LAMBDA, Tensor.gradient(weight)));
        }
        for (final Tensor parameter : network.parameterTensors()) {
            program.add(new Update(
                    descent.rule(),
                    parameter,
                    Tensor.gradient(parameter),
                    descent.states(parameter),
                    LEARNING_RATE,
                    STEP));
        }
    }
}
