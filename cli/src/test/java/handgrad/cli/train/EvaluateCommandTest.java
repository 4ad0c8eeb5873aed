package handgrad.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.program.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
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
    void writesTheCountsAndThePictureOfTheMistakes() throws IOException {
        CommandLine.run(CommandLine.smallTraining("java", path("run"))).succeeded();

        final JsonNode found = evaluate(
                        "java",
                        "--json",
                        "--confusion",
                        "--confusion-csv",
                        path("confusion.csv"),
                        "--misclassified",
                        path("grid.png"))
                .json();

        final List<String> rows = Files.readAllLines(folder.resolve("confusion.csv"));
        assertEquals("true_class,0,1,2,3,4,5,6,7,8,9", rows.getFirst());
        for (int row = 0; row < 10; row++) {
            final List<String> cells = new ArrayList<>(List.of(Integer.toString(row)));
            found.get("confusion").get("counts").get(row).forEach(count -> cells.add(count.asString()));
            assertEquals(String.join(",", cells), rows.get(row + 1));
        }
        assertEquals(path("confusion.csv"), found.get("confusionTable").asString());
        assertEquals(path("grid.png"), found.get("misclassified").asString());
        // Five tiles of 6·28 pixels, each with a gap of 28 before it, and one after the last.
        assertEquals(
                5 * (168 + 28) + 28,
                ImageIO.read(folder.resolve("grid.png").toFile()).getWidth());
    }

    @Test
    void takesTheParametersOfAnUnfinishedRunsCheckpoint() {
        CommandLine.run(CommandLine.smallTraining("java", path("run"))).succeeded();
        final JsonNode whole = evaluate("java", "--json").json();
        final SafetensorsFile model =
                SafetensorsReader.read(folder.resolve("run/model.safetensors"), NonFinitePolicy.REJECT);
        final List<StoredTensor> tensors = new ArrayList<>(model.tensors().values());
        tensors.add(new StoredTensor.Floats("handgrad.stepLosses", Shape.of(3), new float[3]));
        SafetensorsWriter.write(folder.resolve("run/model.safetensors"), model.metadata(), tensors);

        assertEquals(whole.get("testLoss"), evaluate("java", "--json").json().get("testLoss"));
    }

    /** A network that answers 3 to anything: its bias is all it has. */
    @Test
    void predictsAPicture() throws IOException {
        final float[] bias = new float[10];
        bias[3] = (float) Math.log(9);
        SafetensorsWriter.write(
                folder.resolve("three.safetensors"),
                Map.of(),
                List.of(
                        new StoredTensor.Floats("l1.weight", Shape.of(10, 784), new float[7840]),
                        new StoredTensor.Floats("l1.bias", Shape.of(10), bias)));
        final StringBuilder pgm = new StringBuilder("P2 40 60 9\n");
        for (int i = 0; i < 2400; i++) {
            pgm.append(i % 40 > 15 && i % 40 < 20 && i / 40 > 8 && i / 40 < 50 ? "0 " : "9 ");
        }
        final Path picture = Files.writeString(folder.resolve("one.pgm"), pgm);
        final List<String> words = List.of(
                "evaluate",
                "softmax-linear",
                "--device",
                "java",
                "--checkpoint",
                path("three.safetensors"),
                "--predict",
                picture.toString());

        final JsonNode found = CommandLine.run(words, "--json").json();

        assertEquals("3", found.get("prediction").asString());
        // 9 / (9 + 9·1)
        assertEquals(0.5, found.get("classes").get(3).get("probability").asDouble(), 1e-6);
        assertEquals(1 / 18.0, found.get("classes").get(0).get("probability").asDouble(), 1e-6);
        assertTrue(found.get("preparation").toString().contains("of which 4×41 have ink"), found.toString());
        final String text = CommandLine.run(words).succeeded().out();
        assertTrue(text.contains("taken for") && text.contains("50.00 %"), text);
        assertTrue(CommandLine.run(words, "--confusion").error(2).contains("--predict takes one picture"));
        final Path none = Files.writeString(folder.resolve("none.png"), "no picture");
        final String line = CommandLine.run(words.stream()
                        .map(word -> word.equals(picture.toString()) ? none.toString() : word)
                        .toList())
                .error(1);
        assertTrue(line.contains("is no PNG, JPEG or PGM"), line);
    }

    @Test
    void refusesWhatARegressionHasNot() {
        CommandLine.run("train", "two-layer", "--epochs", "1", "--device", "java", "--quiet", "--output", path("run"))
                .succeeded();

        for (final String option : List.of("--misclassified", "--predict")) {
            final String line = CommandLine.run(
                            "evaluate",
                            "two-layer",
                            "--device",
                            "java",
                            "--checkpoint",
                            path("run/model.safetensors"),
                            option,
                            path("x.png"))
                    .error(1);
            assertTrue(line.contains(option + ": two-layer tells no"), line);
        }
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
