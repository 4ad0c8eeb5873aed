package handgrad.training;

import static handgrad.network.Layers.identity;
import static handgrad.network.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handgrad.network.Network;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.random.RandomStream.Kind;
import handgrad.random.ReferenceDraws;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Initial parameters and sample orders against those that PyTorch and NumPy drew. */
class InitialiserTest {
    private final Network network = Network.of(Shape.of(5), linear("l1", 3), identity(), linear("l2", 16));

    /** The stream after what the fixture drew before its {@code nn.Linear(5, 3)}. */
    private static RandomStream beforeTheLayer() {
        final RandomStream stream = RandomStream.of(Kind.TORCH, 0);
        stream.fillNormal(new float[512], 0, 1);
        stream.fillNormal(new float[102], 0, 1);
        stream.fillNormal(new float[7], 0, 1);
        stream.fillUniform(new float[9], 0, 1);
        return stream;
    }

    @Test
    void thePyTorchDefaultIsPyTorchs() {
        final ReferenceDraws draws = new ReferenceDraws("torch-seed0.csv");

        final List<float[]> values = new Initialiser.PyTorchDefault().draw(network.parameters(), beforeTheLayer());

        assertArrayEquals(draws.floats("linear5x3.weight"), values.get(0));
        assertArrayEquals(draws.floats("linear5x3.bias"), values.get(1));
    }

    @Test
    void overwrittenValuesHaveBeenDrawn() {
        final Initialiser normal = new Initialiser.Normal(1, 0.03f);
        final RandomStream stream = RandomStream.of(Kind.TORCH, 7);
        new Initialiser.PyTorchDefault().draw(network.parameters(), stream);
        final List<float[]> expected = normal.draw(network.parameters(), stream);

        final List<float[]> actual = new Initialiser.Overwriting(new Initialiser.PyTorchDefault(), normal)
                .draw(network.parameters(), RandomStream.of(Kind.TORCH, 7));

        for (int p = 0; p < expected.size(); p++) {
            assertArrayEquals(expected.get(p), actual.get(p));
        }
        assertEquals(0.03f, actual.getLast()[0]);
    }

    @Test
    void eachParameterHasAStandardDeviationOfItsOwn() {
        final ReferenceDraws draws = new ReferenceDraws("numpy-seed0.csv");
        final Network two = Network.of(
                Shape.of(1), linear("l1", 50).withoutBias(), linear("l2", 1).withoutBias());

        final List<float[]> values =
                new Initialiser.NormalEach(List.of(4.0, 0.05)).draw(two.parameters(), RandomStream.of(Kind.NUMPY, 0));

        for (int j = 0; j < 50; j++) {
            assertEquals((float) draws.doubles("normal_scale4_50")[j], values.get(0)[j]);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Initialiser.NormalEach(List.of(4.0)).draw(two.parameters(), RandomStream.of(0)));
    }

    @Test
    void theLastSampleIsNeverDrawnWhereTheCourseNeverDrewIt() {
        final ReferenceDraws draws = new ReferenceDraws("numpy-seed0.csv");
        final RandomStream stream = RandomStream.of(Kind.NUMPY, 0);
        // The earlier draws of the fixture: 50 + 50 + 31 normals.
        stream.fillNormal(new double[131], 0, 1);

        final int[] order = new Sampling.WithReplacementButLast(200).order(0, 30, stream);

        assertArrayEquals(draws.integers("randint_0_29_200"), order);
    }

    @Test
    void thePenaltyCanBeDividedByTheSamples() {
        assertEquals(0.5f, new Penalty(0.5f, Penalty.Scaling.FORMULA).factor(100));
        assertEquals(0.005f, new Penalty(0.5f, Penalty.Scaling.SAMPLES).factor(100));
        assertThrows(IllegalArgumentException.class, () -> new Penalty(-1, Penalty.Scaling.FORMULA));
    }
}
