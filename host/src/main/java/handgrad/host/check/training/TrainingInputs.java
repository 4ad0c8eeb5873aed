package handgrad.host.check.training;

import handgrad.backend.Session;
import handgrad.host.check.gradient.RandomBatches;
import handgrad.loss.Reduction;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.program.Tensor;
import handgrad.training.GradientDescent;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.Programs;
import handgrad.training.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The numbers that a case begins with.
 *
 * @param floats data, parameters and settings
 * @param ints labels, where the targets are classes
 * @param orders for each pass the order of the samples, with some of them twice
 */
record TrainingInputs(Map<Tensor, float[]> floats, Map<Tensor, int[]> ints, List<int[]> orders) {
    /** ‖x‖ of a sample, with no input above about 1: at this scale a step neither overshoots nor stalls. */
    private static final double SAMPLE_SIZE = 8;

    /**
     * Small enough that no model overshoots: a small error in one step is then not magnified by the next, so errors
     * only add up.
     */
    private static final float LEARNING_RATE = 0.02F;

    private static final float LAMBDA = 0.01F;

    /** Draws the numbers of a case; the same seed gives the same numbers on every machine. */
    static TrainingInputs draw(TrainingCase trainingCase, long seed) {
        final RandomGenerator random = new SplittableRandom(seed);
        final Map<Tensor, float[]> floats = new LinkedHashMap<>();
        final Map<Tensor, int[]> ints = new LinkedHashMap<>();
        final Tensor inputs = trainingCase.feed().inputs();
        final double scale = Math.min(1, SAMPLE_SIZE / Math.sqrt(inputs.shape().sampleSize()));
        floats.put(inputs, floats(RandomBatches.normal(scale, inputs.size(), random)));
        final Tensor targets = trainingCase.feed().targets();
        final Objective objective = trainingCase.model().objective();
        switch (objective.loss()) {
            case SoftmaxCrossEntropy _ -> {
                final int classes = trainingCase.model().network().output().size();
                ints.put(targets, random.ints(targets.size(), 0, classes).toArray());
            }
            case ScoreLoss loss -> floats.put(targets, floats(RandomBatches.targets(loss, targets.size(), random)));
        }
        RandomBatches.parameters(trainingCase.model().network(), random)
                .forEach((parameter, values) -> floats.put(parameter, floats(values)));
        final float perSample = objective.loss().reduction() == Reduction.SUM
                ? LEARNING_RATE / trainingCase.schedule().batch()
                : LEARNING_RATE;
        putRates(trainingCase, perSample, floats);
        putOptimiser(trainingCase.model(), floats);
        if (objective.penalised()) {
            floats.put(Objective.LAMBDA, new float[] {LAMBDA});
        }
        final int samples = trainingCase.schedule().samples();
        final List<int[]> orders = IntStream.range(0, trainingCase.schedule().passes())
                .mapToObj(_ -> random.ints(samples, 0, samples).toArray())
                .toList();
        return new TrainingInputs(floats, ints, orders);
    }

    /** The rate, or that of each step where a schedule changes it. */
    private static void putRates(TrainingCase trainingCase, float rate, Map<Tensor, float[]> floats) {
        final Recipe recipe = trainingCase.model().recipe();
        if (!recipe.descent().isScheduled()) {
            floats.put(Programs.LEARNING_RATE, new float[] {rate});
            return;
        }
        final int steps = trainingCase.schedule().steps();
        final float[] rates = new float[steps];
        for (int step = 0; step < steps; step++) {
            rates[step] = recipe.schedule().rate(rate, step, steps);
        }
        floats.put(trainingCase.feed().rates(), rates);
    }

    /** What the optimiser keeps: zeros before the first step. */
    private static void putOptimiser(Model model, Map<Tensor, float[]> floats) {
        final GradientDescent descent = model.recipe().descent();
        for (final Tensor parameter : model.network().parameterTensors()) {
            descent.states(parameter).forEach(state -> floats.put(state, new float[state.size()]));
        }
        if (descent.rule().countsSteps()) {
            floats.put(Programs.STEP, new float[1]);
        }
    }

    /** The same, with NaN for the first number of the first sample that a step takes. */
    TrainingInputs withNaN(TrainingCase trainingCase) {
        final Tensor inputs = trainingCase.feed().inputs();
        final float[] values = floats.get(inputs).clone();
        values[orders.getFirst()[0] * inputs.shape().sampleSize()] = Float.NaN;
        final Map<Tensor, float[]> changed = new LinkedHashMap<>(floats);
        changed.put(inputs, values);
        return new TrainingInputs(changed, ints, orders);
    }

    /** Uploads copies, so that a session that keeps an array cannot change these. */
    void uploadTo(Session session) {
        floats.forEach((tensor, values) -> session.upload(tensor, values.clone()));
        ints.forEach((tensor, values) -> session.upload(tensor, values.clone()));
    }

    private static float[] floats(double[] values) {
        final float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
