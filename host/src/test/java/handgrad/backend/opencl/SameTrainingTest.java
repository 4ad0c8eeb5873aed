package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.CpuBackend;
import handgrad.dataset.BinaryCoding;
import handgrad.dataset.Dataset;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.host.training.Trainer;
import handgrad.host.training.TrainingListener;
import handgrad.host.training.TrainingResult;
import handgrad.network.Parameter;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.Named;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trainings of the models without images whose losses are of scores: {@code cpu} and OpenCL's plan for processors have
 * the same bits in every parameter after hundreds to thousands of steps, in every step's loss and in what is measured.
 * Some trainings are chaotic: a different bit in one step would change leading digits in the end. That both backends
 * are right is shown by fixtures and the oracle elsewhere.
 */
class SameTrainingTest {
    /** 1400 · 784 exceeds 2²⁰: the full batch's gradient is summed in parts, the last of which is not full. */
    private static final int SAMPLES = 1400;

    private static final int TEST_SAMPLES = 37;

    @ParameterizedTest
    @CsvSource({
        "mlp-regression, 100",
        "mlp-regression-noisy, 20",
        "two-layer, 1",
        "logistic-kl, 1",
        "logistic-mse, 1",
        "logistic-l2, 60",
        "logistic-synthetic, 20",
        "svm-synthetic, 20"
    })
    void openclHasTheBitsOfCpu(String name, int epochs) {
        OpenClHere.require();
        final Model found = Homework.find(name).orElseThrow();
        final Model model = found.withRecipe(found.recipe().withEpochs(epochs).withReportEvery(epochs));

        final TrainingResult expected = train(new CpuBackend(), List.of(), model);
        final TrainingResult actual = train(new OpenClBackend(), List.of("cpu"), model);

        assertNotEquals(losses(expected).getFirst(), losses(expected).getLast());
        assertEquals(losses(expected), losses(actual));
        for (final Parameter parameter : model.network().parameters()) {
            assertArrayEquals(
                    expected.parameters().elements(parameter),
                    actual.parameters().elements(parameter),
                    parameter.name());
        }
        assertEquals(expected.train(), actual.train());
        assertEquals(expected.test(), actual.test());
    }

    private static List<Float> losses(TrainingResult result) {
        return result.epochs().stream()
                .flatMap(epoch -> epoch.stepLosses().stream())
                .toList();
    }

    private static TrainingResult train(Backend backend, List<String> path, Model model) {
        final RandomStream stream = RandomStream.of(RandomStream.Kind.HANDGRAD, 1);
        final TrainingSetup beginning = TrainingSetup.of(model, stream, SameTrainingTest::images);
        final Trainer trainer = new Trainer(model, beginning.split());
        try (Session session = backend.open(new DeviceOptions(path, 2), trainer.programs())) {
            return trainer.train(session, beginning.parameters(), stream, new TrainingListener() {});
        }
    }

    /** Pixels as dark as digits, of two classes that a network can learn. */
    private static Split images(Named named) {
        final Model any = Homework.find("logistic-kl").orElseThrow();
        final Random random = new Random(2);
        final float white = named.pixels() == PixelScale.RAW ? 255 : 1;
        final float no = named.coding() == BinaryCoding.ZERO_ONE ? 0 : -1;
        return new Split(
                "noise", images(any, random, SAMPLES, white, no), images(any, random, TEST_SAMPLES, white, no));
    }

    private static Dataset images(Model model, Random random, int count, float white, float no) {
        final int size = model.network().input().size();
        final float[] pixels = new float[count * size];
        final float[] targets = new float[count];
        for (int n = 0; n < count; n++) {
            final boolean yes = random.nextBoolean();
            targets[n] = yes ? 1 : no;
            for (int e = 0; e < size; e++) {
                final boolean isLit = random.nextInt(5) == 0 || e % 7 == (yes ? 1 : 3) && random.nextBoolean();
                pixels[n * size + e] = isLit ? Math.round(random.nextFloat() * 255) / 255f * white : 0;
            }
        }
        return new Dataset("noise", model.network().input(), pixels, new Targets.Reals(targets, 1));
    }
}
