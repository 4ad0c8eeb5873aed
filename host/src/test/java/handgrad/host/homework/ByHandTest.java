package handgrad.host.homework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.homework.LinearClassifier;
import handgrad.host.training.EpochResult;
import handgrad.host.training.Trainer;
import handgrad.host.training.TrainingListener;
import handgrad.host.training.TrainingResult;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import handgrad.training.Penalty;
import handgrad.training.Recipe;
import handgrad.training.Sampling;
import handgrad.training.TrainingSetup;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Training through layers and ops against the same formulas written out. */
class ByHandTest {
    private static Model model(String name, int epochs) {
        final Model model = Homework.find(name).orElseThrow();
        return model.withRecipe(model.recipe().withEpochs(epochs));
    }

    private static void assertSameCurves(Model model, LinearClassifier.Rule rule) {
        final RandomStream stream = RandomStream.of(RandomStream.Kind.NUMPY, 0);
        final TrainingSetup beginning = TrainingSetup.of(model, stream, named -> {
            throw new AssertionError(named + " is not made");
        });
        final Recipe recipe = model.recipe();
        final RandomStream again = RandomStream.restore(stream.state());
        final int[] order = IntStream.range(0, recipe.epochs())
                .mapToObj(epoch -> recipe.sampling().order(epoch, 30, again))
                .flatMapToInt(Arrays::stream)
                .toArray();
        final var parameters = model.network().parameters();
        final LinearClassifier byHand = new LinearClassifier(
                rule,
                beginning.parameters().elements(parameters.get(0)),
                beginning.parameters().elements(parameters.get(1))[0]);

        final double[] expected = byHand.train(beginning.split().train(), order, recipe.learningRate());
        final TrainingResult result = train(model, beginning.split(), beginning.parameters(), stream);

        final double[] actual = result.epochs().stream()
                .flatMap(epoch -> epoch.stepLosses().stream())
                .mapToDouble(Float::doubleValue)
                .toArray();
        assertEquals(expected.length, actual.length);
        for (int step = 0; step < expected.length; step++) {
            // Both compute in float64 from the same float32 start and learning rate; the step's loss is rounded to
            // float32 once.
            assertEquals(expected[step], actual[step], 2e-7 * Math.max(1, expected[step]), "step " + step);
        }
        assertEquals(byHand.weights()[3], result.parameters().elements(parameters.get(0))[3], 1e-6);
        assertEquals(byHand.bias(), result.parameters().elements(parameters.get(1))[0], 1e-6);
        assertEquals(
                byHand.meanLoss(beginning.split().train(), rule), result.test().loss(), 1e-6);
        final long right = Arrays.stream(byHand.distances(beginning.split().train()))
                .filter(distance -> distance > 0)
                .count();
        assertEquals(right / 30.0, result.test().accuracy(), 1e-9);
    }

    private static TrainingResult train(Model model, Split split, ParameterValues initial, RandomStream stream) {
        final Trainer trainer = new Trainer(model, split);
        try (Session session = new OracleBackend().open(DeviceOptions.defaults(), trainer.programs())) {
            return trainer.train(session, initial, stream, new TrainingListener() {});
        }
    }

    @Test
    void logisticRegressionIsItsFormula() {
        assertSameCurves(model("logistic-synthetic", 300), new LinearClassifier.Logistic());
    }

    @Test
    void theSupportVectorMachineIsItsFormula() {
        // λ is 0.1 in float32 on the device.
        assertSameCurves(model("svm-synthetic", 250), new LinearClassifier.Hinge(0.1f));
    }

    /**
     * z = 1·x, so y·z = 1 exactly for the samples (1, +1) and (−1, −1), and for none of the others; nothing moves at
     * learning rate 0.
     */
    @Test
    void stepsAtTheKinkAreCounted() {
        final Model svm = model("svm-features", 1);
        final float[] inputs = new float[4 * 5];
        final float[] x = {1, -1, 1, Math.nextDown(1f)};
        for (int n = 0; n < x.length; n++) {
            inputs[5 * n] = x[n];
        }
        final Dataset data =
                new Dataset("kinks", Shape.of(5), inputs, new Targets.Reals(new float[] {1, -1, -1, 1}, 1));
        final ParameterValues initial = ParameterValues.of(svm.network(), parameter -> {
            final float[] values = new float[parameter.shape().size()];
            values[0] = parameter.name().endsWith("weight") ? 1 : 0;
            return values;
        });
        final Model still = svm.withRecipe(
                svm.recipe().withLearningRate(0).withPenalty(Penalty.NONE).withSampling(new Sampling.InOrder()));

        final TrainingResult result = train(still, new Split("kinks", data, data), initial, RandomStream.of(0));
        final Model pairs = still.withRecipe(still.recipe().withBatch(2));
        final TrainingResult uncounted = train(pairs, new Split("kinks", data, data), initial, RandomStream.of(0));

        assertEquals(
                OptionalInt.of(2),
                result.epochs().stream().map(EpochResult::stepsAtKink).toList().getFirst());
        assertEquals(OptionalInt.empty(), uncounted.epochs().getFirst().stepsAtKink());
    }
}
