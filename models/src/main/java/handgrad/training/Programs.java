package handgrad.training;

import handgrad.network.Network;
import handgrad.program.BatchOp.Advance;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.SgdUpdate;
import java.util.List;

/** Puts the programs together that training, evaluation and checks run. */
public final class Programs {
    /** The learning rate, [1]: a state tensor, so that one compiled program serves every learning rate of a sweep. */
    public static final Tensor LEARNING_RATE = Tensor.state("learningRate", 1);

    private Programs() {}

    /**
     * One step of stochastic gradient descent: gather the next batch, forward, record, backward, update, advance.
     *
     * @param network the network
     * @param objective what it is trained for
     * @param feed the training set
     * @param batch the batch size B
     * @return the program
     */
    public static Program trainingStep(Network network, Objective objective, Feed feed, int batch) {
        final ProgramBuilder program = new ProgramBuilder("train " + batch);
        final Tensor x = feed.gatherInputs(batch, program);
        final Tensor targets = feed.gatherTargets(batch, program);
        final List<Tensor> activations = network.forward(x, program);
        record(network, objective, feed, activations.getLast(), targets, program);
        if (objective.hasKink()) {
            recordKink(feed, activations.getLast(), targets, program);
        }
        backwardAndUpdate(network, objective, activations, targets, program);
        program.add(new Advance(feed.position(), batch));
        return program.build();
    }

    /**
     * One step through a data set that is only measured: gather the next batch, forward, record, advance. The network's outputs can be
     * downloaded.
     *
     * @param network the network
     * @param objective what it was trained for
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
     * One step on the whole data set as one batch, in its own order, with everything kept that a check wants to see: the outputs and each
     * parameter tensor's gradient.
     *
     * @param network the network
     * @param objective what it is trained for
     * @param feed the batch as a data set
     * @return the program; its outputs are the network's outputs, then the gradients in the order of {@link Network#parameterTensors}
     */
    public static Program checkedStep(Network network, Objective objective, Feed feed) {
        final ProgramBuilder program = new ProgramBuilder("check " + feed.count());
        final List<Tensor> activations = network.forward(feed.inputs(), program);
        program.keep(activations.getLast());
        record(network, objective, feed, activations.getLast(), feed.targets(), program);
        backwardAndUpdate(network, objective, activations, feed.targets(), program);
        network.parameterTensors().forEach(parameter -> program.keep(Tensor.gradient(parameter)));
        program.add(new Advance(feed.position(), feed.count()));
        return program.build();
    }

    private static void record(
            Network network, Objective objective, Feed feed, Tensor outputs, Tensor targets, ProgramBuilder program) {
        final Tensor losses = objective.loss().losses(outputs, targets, program);
        program.add(new RecordLoss(losses, feed.position(), feed.lossHistory()));
        for (final Tensor weight : objective.penalisedTensors(network)) {
            program.add(new RecordPenalty(
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
        program.add(new ScoreLossForward(SampleLoss.SQUARED_ERROR, scores, targets, distances));
        program.add(new RecordLoss(distances, feed.position(), feed.kinkHistory()));
    }

    private static void backwardAndUpdate(
            Network network, Objective objective, List<Tensor> activations, Tensor targets, ProgramBuilder program) {
        final Tensor dOutputs = objective.loss().gradient(activations.getLast(), targets, program);
        network.backward(activations, dOutputs, program);
        for (final Tensor weight : objective.penalisedTensors(network)) {
            program.add(new AddPenaltyGradient(weight, Objective.LAMBDA, Tensor.gradient(weight)));
        }
        for (final Tensor parameter : network.parameterTensors()) {
            program.add(new SgdUpdate(parameter, Tensor.gradient(parameter), LEARNING_RATE));
        }
    }
}
