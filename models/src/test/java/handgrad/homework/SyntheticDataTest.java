package handgrad.homework;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.network.Parameter;
import handgrad.random.RandomStream;
import handgrad.random.ReferenceDraws;
import handgrad.training.DataSource.Labels;
import handgrad.training.DataSource.Synthetic;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Synthetic samples and initial parameters against those that PyTorch and NumPy drew in the sources' order. */
class SyntheticDataTest {
    private static Model model(String name) {
        return Homework.find(name).orElseThrow();
    }

    private static TrainingSetup begin(Model model, RandomStream stream) {
        return TrainingSetup.of(model, stream, named -> {
            throw new AssertionError(named + " is not made");
        });
    }

    private static float[] targets(Dataset dataset) {
        return ((Targets.Reals) dataset.targets()).values();
    }

    @Test
    void theWaveIsSampledWherePyTorchDrew() {
        final ReferenceDraws draws = new ReferenceDraws("torch-seed0.csv");

        final TrainingSetup beginning = begin(model("mlp-regression"), RandomStream.of(RandomStream.Kind.TORCH, 0));

        assertArrayEquals(
                draws.floats("normal512"), beginning.split().train().inputs().floats());
        assertArrayEquals(
                draws.floats("normal102"), beginning.split().test().inputs().floats());
        final float x = beginning.split().train().inputs().floats()[0];
        // One rounding of the product to float32.
        assertEquals((x - 2) * Math.cos(4.0 * x), targets(beginning.split().train())[0], 1e-6);
    }

    @Test
    void theTwoLayerNetworkIsDrawnBeforeItsSamples() {
        final ReferenceDraws draws = new ReferenceDraws("numpy-seed0.csv");

        final RandomStream stream = RandomStream.of(RandomStream.Kind.NUMPY, 0);
        final Model model = model("two-layer");
        final TrainingSetup beginning = begin(model, stream);

        final double[] drawn = draws.doubles("normal_scale4_50");
        final float[] a =
                beginning.parameters().elements(model.network().parameters().getFirst());
        final Parameter last = model.network().parameters().getLast();
        assertEquals("output.weight", last.name());
        for (int j = 0; j < a.length; j++) {
            assertEquals((float) drawn[j], a[j]);
        }
        assertEquals(30, beginning.split().train().count());
        assertEquals(beginning.split().train(), beginning.split().test());
    }

    /** NumPy 2.4.6: seed(0); X = randn(30, 20); Y = 2 * randint(2, size=30) - 1. */
    @Test
    void theCoinFlipsAreNumpys() {
        final Dataset train = begin(model("svm-synthetic"), RandomStream.of(RandomStream.Kind.NUMPY, 0))
                .split()
                .train();

        assertArrayEquals(
                new float[] {1.7640524f, 0.4001572f, 0.978738f, 2.2408931f, 1.867558f},
                Arrays.copyOf(train.inputs().floats(), 5));
        assertEquals(-0.17858909f, train.inputs().floats()[30 * 20 - 1]);
        assertArrayEquals(
                new float[] {
                    -1, 1, 1, 1, -1, 1, 1, -1, 1, -1, 1, -1, 1, -1, 1, 1, -1, 1, 1, -1, -1, 1, -1, 1, 1, -1, -1, 1, -1,
                    1
                },
                targets(train));
    }

    @Test
    void bothModelsOfTheCoinFlipsHaveTheSameSamples() {
        for (final RandomStream.Kind kind : RandomStream.Kind.values()) {
            assertArrayEquals(
                    begin(model("svm-synthetic"), RandomStream.of(kind, 3))
                            .split()
                            .train()
                            .inputs()
                            .floats(),
                    begin(model("logistic-synthetic"), RandomStream.of(kind, 3))
                            .split()
                            .train()
                            .inputs()
                            .floats());
        }
    }

    @Test
    void theNoiseChangesTheTrainingTargetsAndNothingElse() {
        final Model noisy = model("mlp-regression-noisy");
        final Synthetic data = (Synthetic) noisy.recipe().data();
        final Model clean = noisy.withRecipe(noisy.recipe().withData(data.withLabels(Labels.CLEAN)));

        final TrainingSetup withNoise = begin(noisy, RandomStream.of(RandomStream.Kind.TORCH, 0));
        final TrainingSetup without = begin(clean, RandomStream.of(RandomStream.Kind.TORCH, 0));

        final Parameter weight = noisy.network().parameters().getFirst();
        assertArrayEquals(
                without.parameters().elements(weight), withNoise.parameters().elements(weight));
        assertArrayEquals(
                targets(without.split().test()), targets(withNoise.split().test()));
        final float[] noise = targets(withNoise.split().train());
        final float[] truth = targets(without.split().train());
        final double variance = IntStream.range(0, noise.length)
                .mapToDouble(i -> Math.pow(noise[i] - truth[i], 2))
                .average()
                .orElseThrow();
        // The expectation is 0.25; the mean of 512 squares of N(0, ½) has the standard deviation 0.25·√(2/512) = 0.016.
        // Five of them.
        assertEquals(0.25, variance, 0.08);
        assertNotEquals(noise[0], truth[0]);
    }

    @Test
    void noLineSeparatesTheDiscFromTheRingButASquareDoes() {
        for (long seed = 0; seed < 50; seed++) {
            final Dataset ring =
                    begin(model("svm-features"), RandomStream.of(seed)).split().train();
            double widestInside = 0;
            double narrowestOutside = Double.POSITIVE_INFINITY;
            for (int n = 0; n < ring.count(); n++) {
                final float[] phi = Arrays.copyOfRange(ring.inputs().floats(), 5 * n, 5 * n + 5);
                assertArrayEquals(PlaneFeatures.of(phi[1], phi[3]), phi, 1e-6f);
                if (targets(ring)[n] > 0) {
                    widestInside = Math.max(widestInside, phi[2] + phi[4]);
                } else {
                    narrowestOutside = Math.min(narrowestOutside, phi[2] + phi[4]);
                }
            }
            assertTrue(widestInside < narrowestOutside);
            assertEquals(
                    15, IntStream.range(0, 30).filter(n -> targets(ring)[n] > 0).count());
            assertDiscIsInTheHull(ring);
        }
    }

    /** In every direction, the ring extends further than the disc, so that no line separates them. */
    private static void assertDiscIsInTheHull(Dataset ring) {
        for (int direction = 0; direction < 360; direction++) {
            final double cosine = Math.cos(Math.toRadians(direction));
            final double sine = Math.sin(Math.toRadians(direction));
            double disc = Double.NEGATIVE_INFINITY;
            double around = Double.NEGATIVE_INFINITY;
            for (int n = 0; n < ring.count(); n++) {
                final double reach = cosine * ring.inputs().floats()[5 * n + 1]
                        + sine * ring.inputs().floats()[5 * n + 3];
                if (targets(ring)[n] > 0) {
                    disc = Math.max(disc, reach);
                } else {
                    around = Math.max(around, reach);
                }
            }
            assertTrue(disc < around, "direction " + direction);
        }
    }
}
