package handgrad.host.labs.bench;

import handgrad.backend.Session;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.network.Network;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import handgrad.training.Feed;
import handgrad.training.Objective;
import handgrad.training.ParameterValues;
import handgrad.training.Programs;
import java.util.ArrayList;
import java.util.List;

/**
 * A training with access to its parameters: the usual training program, run some steps at a time.
 *
 * @param network what is trained
 * @param objective what for
 * @param data inputs and real targets
 * @param batch samples a step, drawn with replacement
 * @param learningRate the step size
 * @param lambda λ of the penalty, if the objective has one
 */
public record LabTraining(
        Network network, Objective objective, Dataset data, int batch, float learningRate, float lambda) {
    /**
     * Trains.
     *
     * @param bench the device
     * @param initial the parameters before the first step
     * @param random what draws the order of the samples
     * @param rounds how often to stop and look
     * @param steps the steps of a round
     * @return what the parameters are at first and after each round
     */
    public List<ParameterValues> run(
            LabBench bench, ParameterValues initial, RandomStream random, int rounds, int steps) {
        final int samples = rounds * steps * batch;
        final Feed feed = Feed.of("train", data, objective.loss(), Math.max(samples, data.count()), rounds * steps);
        final Program step = Programs.trainingStep(network, objective, feed, batch);
        final List<ParameterValues> history = new ArrayList<>(List.of(initial));
        try (Session session = bench.open(step)) {
            session.upload(feed.inputs(), data.inputs());
            if (data.targets() instanceof Targets.Reals(float[] values, int _)) {
                session.upload(feed.targets(), values);
            }
            session.upload(feed.order(), order(feed.order(), random));
            session.upload(feed.position(), new int[2]);
            session.upload(Programs.LEARNING_RATE, new float[] {learningRate});
            if (objective.penalised()) {
                session.upload(Objective.LAMBDA, new float[] {lambda});
            }
            initial.upload(session);
            for (int round = 0; round < rounds; round++) {
                session.run(step, steps);
                history.add(ParameterValues.download(network, session));
            }
        }
        return history;
    }

    private int[] order(Tensor order, RandomStream random) {
        final int[] rows = new int[order.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(data.count());
        }
        return rows;
    }
}
