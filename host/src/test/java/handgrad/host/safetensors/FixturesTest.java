package handgrad.host.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixture files from PyTorch, written by another implementation. */
@ParameterizedClass
@ValueSource(
        strings = {
            "lenet5-modern",
            "lenet5-original",
            "logistic-kl",
            "logistic-l2",
            "logistic-mse",
            "mlp-relu-784-64-32-10",
            "mlp-sigmoid-1-64-64-1",
            "softmax-linear-sum",
            "svm"
        })
class FixturesTest {
    @Parameter
    private String model;

    @TempDir
    private Path folder;

    private Path path;
    private SafetensorsFile file;

    @BeforeEach
    void read() throws URISyntaxException {
        path = Path.of(Objects.requireNonNull(FixturesTest.class.getResource("/fixtures/" + model + ".safetensors"))
                .toURI());
        file = SafetensorsReader.read(path, NonFinitePolicy.REJECT);
    }

    @Test
    void holdsWhatAnIndependentParserFinds() throws IOException {
        final StrictParser parsed = StrictParser.parse(Files.readAllBytes(path));
        assertEquals(
                List.copyOf(parsed.metadata().entrySet()),
                List.copyOf(file.metadata().entrySet()));
        assertEquals(model, file.metadata().get("model"));
        assertEquals(
                List.copyOf(parsed.tensors().keySet()),
                List.copyOf(file.tensors().keySet()));
        parsed.tensors().forEach((name, slice) -> {
            assertEquals(slice.shape(), file.tensor(name).dimensions());
            assertArrayEquals(slice.integers(), bits(file.tensor(name)), name);
        });
    }

    @Test
    void keepsItsDataWhenWrittenAgain() throws IOException {
        final Path copy = folder.resolve("copy");
        SafetensorsWriter.write(
                copy, file.metadata(), List.copyOf(file.tensors().values()));
        final StrictParser before = StrictParser.parse(Files.readAllBytes(path));
        final StrictParser after = StrictParser.parse(Files.readAllBytes(copy));
        assertEquals(before, after);
    }

    /** The numbers are in the right places: one step of SGD on the parameters gives the parameters after one step. */
    @Test
    void agreesWithItselfOnOneStep() {
        final float learningRate = Float.parseFloat(file.metadata().get("lr"));
        final List<String> names = file.tensors().keySet().stream()
                .filter(name -> name.startsWith("param/"))
                .map(name -> name.substring("param/".length()))
                .toList();
        assertTrue(names.contains("l1.weight") || names.contains("c1.weight"), names.toString());
        for (final String name : names) {
            final float[] parameter = file.floats("param/" + name);
            final float[] gradient = file.floats("grad/" + name);
            final float[] after = file.floats("after1/" + name);
            for (int i = 0; i < parameter.length; i++) {
                final double expected = parameter[i] - (double) learningRate * gradient[i];
                // Computed in float64 there; here the stored gradient and result are each rounded to float32, half a
                // unit in the last place, and lr is the float nearest to it: at most one more.
                final double tolerance = Math.ulp(after[i]) + 2 * learningRate * Math.ulp(gradient[i]);
                assertEquals(expected, after[i], tolerance, name + " " + i);
            }
        }
        assertEquals(file.floats("loss")[0], file.floats("losses")[0]);
        assertEquals(10, file.floats("losses").length);
        assertEquals(24L, file.tensor("input").dimensions().getFirst());
    }

    private static int[] bits(StoredTensor tensor) {
        return switch (tensor) {
            case StoredTensor.Integers integers -> integers.values();
            case StoredTensor.Floats floats ->
                IntStream.range(0, floats.values().length)
                        .map(i -> Float.floatToRawIntBits(floats.values()[i]))
                        .toArray();
        };
    }
}
