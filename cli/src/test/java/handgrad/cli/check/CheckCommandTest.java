package handgrad.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.host.devices.Devices;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class CheckCommandTest {
    /** What PyTorch computed in float64; the tolerances are {@link handgrad.host.check.fixture.FixtureCheck}'s. */
    private static final List<String> FIXTURES = List.of(
            "lenet5-modern",
            "lenet5-original",
            "mlp-relu-784-64-32-10",
            "mlp-sigmoid-1-64-64-1",
            "softmax-linear-sum",
            "logistic-kl",
            "logistic-mse",
            "svm",
            "logistic-l2",
            "adam",
            "adamw",
            "elu",
            "gelu",
            "gelu-tanh",
            "momentum",
            "momentum-weight-decay",
            "nesterov",
            "rmsprop",
            "schedule-cosine",
            "schedule-step",
            "schedule-warmup",
            "silu",
            "softplus",
            "weight-decay");

    private static final String SMALL = "mlp-sigmoid-1-64-64-1";

    @TempDir
    private Path folder;

    static Stream<Arguments> everyFixtureOnEveryBackend() {
        return Devices.installed().usable(2).stream()
                .map(device -> device.backend().name())
                .distinct()
                .flatMap(backend -> FIXTURES.stream().map(fixture -> Arguments.of(fixture, backend)));
    }

    @ParameterizedTest
    @MethodSource("everyFixtureOnEveryBackend")
    void agreesWithPyTorch(String fixture, String backend) {
        final CommandLine done = CommandLine.run("check", "--fixture", path(fixture), "--device", backend);

        assertEquals(0, done.code(), done.out() + done.err());
        assertTrue(done.out().contains("passed"), done.out());
        assertEquals("", done.err());
    }

    @Test
    void isOfEveryUsableDeviceUnlessToldOtherwise() {
        final JsonNode result =
                CommandLine.run("check", "--fixture", path(SMALL), "--json").json();

        final List<String> devices = new ArrayList<>();
        result.get("devices").forEach(device -> devices.add(device.get("device").asString()));
        assertTrue(devices.contains("java"), devices.toString());
        assertTrue(devices.contains("oracle"), devices.toString());
        assertTrue(result.get("passed").asBoolean());
        // Logits, loss, losses (this file has no rates); gradient, after 1 and after 10 of three weights and three
        // biases.
        assertEquals(3 + 3 * 6, result.get("devices").get(0).get("errors").size());
    }

    /** Each compared number, changed by a thousandth, must fail: this is a hundred times the tolerance of one pass. */
    @ParameterizedTest
    @MethodSource("tensorsThatAreCompared")
    void failsWhereOneTensorDiffers(String fixture, String tensor) {
        final Path changed = changed(fixture, UnaryOperator.identity(), stored -> {
            if (!stored.name().equals(tensor)) {
                return stored;
            }
            final StoredTensor.Floats floats = (StoredTensor.Floats) stored;
            final float[] values = floats.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 1.001f;
            }
            return new StoredTensor.Floats(floats.name(), floats.dimensions(), values);
        });

        final CommandLine done = CommandLine.run("check", "--fixture", changed.toString(), "--device", "oracle");

        assertEquals(1, done.code(), done.out());
        assertTrue(done.out().contains("FAILED"), done.out());
        assertFalse(done.out().contains("passed"), done.out());
    }

    static Stream<Arguments> tensorsThatAreCompared() {
        return Stream.concat(
                Stream.of(
                                "logits",
                                "loss",
                                "losses",
                                "grad/l1.weight",
                                "grad/l3.bias",
                                "after1/l2.weight",
                                "after10/l1.bias")
                        .map(tensor -> Arguments.of(SMALL, tensor)),
                Stream.of("losses", "rates", "grad/l1.weight", "after1/l2.weight", "after10/l1.bias")
                        .flatMap(tensor ->
                                Stream.of("adam", "schedule-step").map(fixture -> Arguments.of(fixture, tensor))));
    }

    /** Hyperparameters that differ from the file's by a tenth, or by the schedule, are found. */
    @ParameterizedTest
    @CsvSource({
        "adam, beta1, 0.89",
        "adam, beta2, 0.99",
        "adam, eps, 1e-3",
        "adamw, weight_decay, 0.09",
        "momentum, momentum, 0.89",
        "nesterov, nesterov, 0",
        "rmsprop, alpha, 0.98",
        "weight-decay, weight_decay, 0.009",
        "schedule-step, every, 4",
        "schedule-step, factor, 0.51",
        "schedule-cosine, steps_in_all, 11",
        "schedule-warmup, start_factor, 0.26",
        "schedule-warmup, over, 5",
        "adam, optimiser, rmsprop"
    })
    void failsWithAnotherSetting(String fixture, String key, String value) {
        final Path other = withMetadata(fixture, metadata -> {
            if (value.equals("rmsprop")) {
                metadata.remove("beta1");
                metadata.remove("beta2");
            }
            metadata.put(key, value);
        });

        final CommandLine done = CommandLine.run("check", "--fixture", other.toString(), "--device", "oracle");

        assertEquals(1, done.code(), done.out() + done.err());
        assertTrue(done.out().contains("FAILED"), done.out());
    }

    /** Unknown metadata give a one-line error instead of being skipped. */
    @ParameterizedTest
    @CsvSource({
        "adam, optimiser, adagrad, adagrad", "adam, beta1, lots, a number", "adam, beta3, 0.9, beta3",
        "momentum, beta1, 0.9, beta1", "nesterov, nesterov, perhaps, perhaps",
                "schedule-step, schedule, cyclic, cyclic",
        "schedule-step, every, 2.5, whole", "schedule-warmup, start_factor, 2, start must be",
                "adam, lr, -1, at least 0"
    })
    void saysWhichMetadataAreUnknown(String fixture, String key, String value, String said) {
        final Path other = withMetadata(fixture, metadata -> metadata.put(key, value));

        final String line =
                CommandLine.run("check", "--fixture", other.toString()).error(1);

        assertTrue(line.contains(said), line);
    }

    private Path withMetadata(String fixture, Consumer<Map<String, String>> change) {
        return changed(
                fixture,
                metadata -> {
                    change.accept(metadata);
                    return metadata;
                },
                UnaryOperator.identity());
    }

    @Test
    void saysWhichTensorIsMissing() {
        final Path renamed = changed(
                SMALL,
                UnaryOperator.identity(),
                stored -> stored.name().equals("grad/l2.bias")
                        ? new StoredTensor.Floats(
                                "grad/l9.bias", stored.dimensions(), ((StoredTensor.Floats) stored).values())
                        : stored);

        final String line =
                CommandLine.run("check", "--fixture", renamed.toString()).error(1);

        assertTrue(line.contains("grad/l2.bias"), line);
    }

    @Test
    void saysWhichShapeIsWrong() {
        final Path other = changed(
                SMALL,
                metadata -> {
                    metadata.put("model", "mlp-sigmoid-1-64-32-1");
                    return metadata;
                },
                UnaryOperator.identity());

        final String line =
                CommandLine.run("check", "--fixture", other.toString()).error(1);

        assertTrue(line.contains("param/l2.weight") && line.contains("[32, 64]"), line);
    }

    @Test
    void saysThatTheModelIsUnknown() {
        final Path other = changed(
                SMALL,
                metadata -> {
                    metadata.put("model", "alexnet");
                    return metadata;
                },
                UnaryOperator.identity());

        assertTrue(
                CommandLine.run("check", "--fixture", other.toString()).error(1).contains("alexnet"));
    }

    @Test
    void saysThatTheFileIsMissing() {
        final String line = CommandLine.run(
                        "check", "--fixture", folder.resolve("none").toString())
                .error(1);

        assertTrue(line.contains("there is no such file"), line);
    }

    @Test
    void refusesToChooseADeviceByItself() {
        assertTrue(CommandLine.run("check", "--fixture", path(SMALL), "--device", "auto")
                .error(2)
                .contains("--device auto"));
    }

    /** A copy of a fixture with other metadata and tensors. */
    private Path changed(
            String fixture, UnaryOperator<Map<String, String>> metadata, UnaryOperator<StoredTensor> tensors) {
        final SafetensorsFile stored = SafetensorsReader.read(Path.of(path(fixture)), NonFinitePolicy.REJECT);
        final Path target = folder.resolve("changed.safetensors");
        SafetensorsWriter.write(
                target,
                metadata.apply(new LinkedHashMap<>(stored.metadata())),
                stored.tensors().values().stream().map(tensors).toList());
        assertTrue(Files.exists(target));
        return target;
    }

    private static String path(String fixture) {
        return Path.of("..", "host", "src", "test", "resources", "fixtures", fixture + ".safetensors")
                .toString();
    }
}
