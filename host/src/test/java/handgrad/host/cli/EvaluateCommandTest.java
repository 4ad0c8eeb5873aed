package handgrad.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.program.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EvaluateCommandTest {
    /** Of 70 training samples the limit leaves ⌊70 · 10,000 / 60,000⌋ test samples. */
    private static final int TEST_SAMPLES = 11;

    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private CommandLine evaluate(String device, String... more) {
        final List<String> words = new ArrayList<>(List.of(
                "evaluate",
                "softmax-linear",
                "--device",
                device,
                "--dataset",
                "generated",
                "--limit",
                "70",
                "--checkpoint",
                path("run/model.safetensors")));
        words.addAll(Arrays.asList(more));
        return CommandLine.run(words.toArray(String[]::new));
    }

    @Test
    void findsWhatTheTrainingFound() {
        final JsonNode trained = CommandLine.run(
                        CommandLine.smallTraining("oracle", path("run")), "--seed", "3", "--json")
                .json();

        final JsonNode found = evaluate("oracle", "--json").json();

        for (final String field : List.of(
                "model",
                "device",
                "dataset",
                "seed",
                "epochs",
                "batch",
                "learningRate",
                "parameters",
                "trainLoss",
                "testLoss",
                "trainAccuracy",
                "testAccuracy",
                "trainSamples",
                "testSamples",
                "rng",
                "checkpoint")) {
            assertEquals(trained.get(field), found.get(field), field);
        }
        assertTrue(found.get("testSeconds").isNumber());
        for (final String field : List.of("trainSeconds", "epochSeconds", "runFolder")) {
            assertTrue(found.has(field), field);
        }
    }

    /** The loss and the answers, worked out again from the outputs that were written. */
    @Test
    void writesTheOutputsThatItMeasured() {
        CommandLine.run(CommandLine.smallTraining("java", path("run"))).succeeded();

        final JsonNode found = evaluate("java", "--json", "--confusion", "--logits", path("logits.safetensors"))
                .json();

        final SafetensorsFile stored =
                SafetensorsReader.read(folder.resolve("logits.safetensors"), NonFinitePolicy.REJECT);
        final float[] logits = stored.floats("logits", Shape.of(TEST_SAMPLES, 10));
        final int[] labels = stored.integers("target", Shape.of(TEST_SAMPLES));
        final int[][] confusion = new int[10][10];
        double loss = 0;
        int hits = 0;
        for (int n = 0; n < TEST_SAMPLES; n++) {
            double sum = 0;
            int answer = 0;
            for (int k = 0; k < 10; k++) {
                sum += Math.exp(logits[10 * n + k]);
                answer = logits[10 * n + k] > logits[10 * n + answer] ? k : answer;
            }
            loss += Math.log(sum) - logits[10 * n + labels[n]];
            hits += answer == labels[n] ? 1 : 0;
            confusion[labels[n]][answer]++;
        }
        // The device summed eleven float32 losses of about 2: some 1e-7 of the sum.
        assertEquals(loss / TEST_SAMPLES, found.get("testLoss").asDouble(), 1e-5);
        assertEquals((double) hits / TEST_SAMPLES, found.get("testAccuracy").asDouble(), 1e-12);
        final JsonNode counts = found.get("confusion").get("counts");
        for (int target = 0; target < 10; target++) {
            for (int answer = 0; answer < 10; answer++) {
                assertEquals(
                        confusion[target][answer],
                        counts.get(target).get(answer).asInt());
            }
        }
    }

    @Test
    void printsATableOfTheClasses() {
        CommandLine.run(CommandLine.smallTraining("oracle", path("run"))).succeeded();

        final String out = evaluate("oracle", "--confusion").succeeded().out();

        assertTrue(out.contains("test accuracy") && out.contains("each row a true class"), out);
    }

    @Test
    void saysWhatIsWrongWithACheckpoint() throws IOException {
        CommandLine.run(CommandLine.smallTraining("oracle", path("run"))).succeeded();
        final byte[] whole = Files.readAllBytes(folder.resolve("run/model.safetensors"));
        Files.write(folder.resolve("short.safetensors"), Arrays.copyOf(whole, whole.length - 1));
        Files.createDirectory(folder.resolve("folder"));

        assertTrue(checkpoint("short.safetensors").contains("short.safetensors"));
        assertTrue(checkpoint("none.safetensors").contains("there is no such file"));
        assertTrue(checkpoint("folder").contains("it is a folder"));
        final String other = CommandLine.run(
                        "evaluate",
                        "lenet5-modern",
                        "--dataset",
                        "generated",
                        "--checkpoint",
                        path("run/model.safetensors"))
                .error(1);
        assertTrue(other.contains("c1.weight"), other);
        final String wider = CommandLine.run(
                        "evaluate",
                        "mlp-relu-784-10-10",
                        "--dataset",
                        "generated",
                        "--checkpoint",
                        path("run/model.safetensors"))
                .error(1);
        assertTrue(wider.contains("l2.weight"), wider);
    }

    private String checkpoint(String name) {
        return CommandLine.run("evaluate", "softmax-linear", "--dataset", "generated", "--checkpoint", path(name))
                .error(1);
    }
}
