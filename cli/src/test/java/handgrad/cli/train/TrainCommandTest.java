package handgrad.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.homework.Homework;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.safetensors.NonFinitePolicy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TrainCommandTest {
    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void printsOneJsonObjectWithTheFieldsThatOthersReadAndNothingElse() {
        final JsonNode result = CommandLine.run(
                        CommandLine.smallTraining("oracle", path("run")), "--seed", "3", "--json")
                .json();

        assertEquals("softmax-linear", result.get("model").asString());
        assertEquals("oracle", result.get("device").asString());
        assertEquals("generated", result.get("dataset").asString());
        assertEquals(3, result.get("seed").asLong());
        assertEquals(2, result.get("epochs").asInt());
        assertEquals(16, result.get("batch").asInt());
        assertEquals(0.01f, result.get("learningRate").asFloat());
        assertEquals(784 * 10 + 10, result.get("parameters").asInt());
        assertEquals(70, result.get("trainSamples").asInt());
        assertEquals(2, result.get("epochSeconds").size());
        for (final String figure :
                List.of("trainSeconds", "testSeconds", "trainLoss", "testLoss", "testAccuracy", "trainAccuracy")) {
            assertTrue(result.get(figure).isNumber(), figure);
        }
        final double accuracy = result.get("testAccuracy").asDouble();
        assertTrue(accuracy >= 0 && accuracy <= 1);
        assertEquals(path("run"), result.get("runFolder").asString());
    }

    @Test
    void writesTheFilesOfARun() throws IOException {
        final CommandLine done = CommandLine.run(CommandLine.smallTraining("oracle", path("run")));

        assertEquals(0, done.code(), done.err());
        assertTrue(done.out().contains("test accuracy"), done.out());
        assertEquals(
                List.of(
                        "accuracy.png",
                        "config.json",
                        "confusion.csv",
                        "loss.png",
                        "metrics.csv",
                        "misclassified.csv",
                        "misclassified.png",
                        "model.safetensors",
                        "result.json",
                        "steps.csv"),
                files("run"));
        final List<String> metrics = Files.readAllLines(folder.resolve("run/metrics.csv"));
        assertEquals("epoch,seconds,running_loss,running_accuracy,test_loss,test_accuracy", metrics.getFirst());
        assertEquals(3, metrics.size());
        // 70 samples in batches of 16: five steps an epoch.
        assertEquals(
                1 + 2 * 5, Files.readAllLines(folder.resolve("run/steps.csv")).size());
    }

    @Test
    void theAnswersOnTheTestSetAgreeWithTheAccuracy() throws IOException {
        final JsonNode result = CommandLine.run(CommandLine.smallTraining("oracle", path("run")), "--json")
                .json();

        final List<String> rows = Files.readAllLines(folder.resolve("run/confusion.csv"));
        assertEquals("true_class,0,1,2,3,4,5,6,7,8,9", rows.getFirst());
        int right = 0;
        int all = 0;
        for (int target = 0; target < 10; target++) {
            final String[] cells = rows.get(1 + target).split(",");
            right += Integer.parseInt(cells[1 + target]);
            all += Arrays.stream(cells).skip(1).mapToInt(Integer::parseInt).sum();
        }
        assertEquals(result.get("testSamples").asInt(), all);
        assertEquals(result.get("testAccuracy").asDouble(), (double) right / all);
        final List<String> wrong = Files.readAllLines(folder.resolve("run/misclassified.csv"));
        assertEquals(Math.min(all - right, 60), wrong.size() - 1);
        final BufferedImage sheet =
                ImageIO.read(folder.resolve("run/misclassified.png").toFile());
        assertEquals(10 * 28, sheet.getWidth());
        assertEquals(Math.ceilDiv(wrong.size() - 1, 10) * 28, sheet.getHeight());
    }

    /** Convolutions, a batch that is no multiple of the processor's vectors, and a last batch that is smaller. */
    private void trainLeNet(String device, String run, String... more) {
        final List<String> words = List.of(
                "train",
                "lenet5-modern",
                "--device",
                device,
                "--dataset",
                "generated",
                "--limit",
                "90",
                "--epochs",
                "2",
                "--batch",
                "40",
                "--output",
                path(run));
        CommandLine.run(words, more).succeeded();
    }

    private void assertSameRun(String a, String b) throws IOException {
        for (final String file : List.of("model.safetensors", "steps.csv")) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            folder.resolve(a).resolve(file), folder.resolve(b).resolve(file)),
                    file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "cpu", "oracle"})
    void comesOutTheSameTwiceToTheLastBit(String device) throws IOException {
        trainLeNet(device, "a");
        trainLeNet(device, "b");

        assertSameRun("a", "b");
    }

    @Test
    void comesOutTheSameWithAnyNumberOfThreads() throws IOException {
        trainLeNet("cpu", "one", "--threads", "1");
        trainLeNet("cpu", "two", "--threads", "2");
        trainLeNet("cpu", "five", "--threads", "5");

        assertSameRun("one", "two");
        assertSameRun("one", "five");
    }

    @Test
    void trainsDifferentlyFromAnotherSeed() throws IOException {
        CommandLine.run(CommandLine.smallTraining("oracle", path("a"))).succeeded();
        CommandLine.run(CommandLine.smallTraining("oracle", path("b")), "--seed", "1")
                .succeeded();

        assertNotEquals(
                -1, Files.mismatch(folder.resolve("a/model.safetensors"), folder.resolve("b/model.safetensors")));
    }

    @Test
    void keepsStandardOutputForTheResult() {
        final CommandLine quiet = CommandLine.run(CommandLine.smallTraining("oracle", path("a")), "--json", "--quiet");
        final CommandLine loud = CommandLine.run(CommandLine.smallTraining("oracle", path("b")), "--json", "--verbose");

        assertEquals("", quiet.err());
        assertEquals("softmax-linear", quiet.json().get("model").asString());
        assertEquals("softmax-linear", loud.json().get("model").asString());
        assertTrue(loud.err().contains("epoch 2/2"), loud.err());
        assertTrue(loud.err().contains("oracle (float64 oracle)"), loud.err());
    }

    @Test
    void saysWhatItTookForAuto() {
        final CommandLine done = CommandLine.run(CommandLine.smallTraining("auto", path("run")));

        assertTrue(done.succeeded().err().contains("taken by --device auto"), done.err());
    }

    @Test
    void goesOnFromACheckpoint() throws IOException {
        CommandLine.run(CommandLine.smallTraining("oracle", path("first"))).succeeded();
        final String checkpoint = path("first/model.safetensors");

        CommandLine.run(CommandLine.smallTraining("oracle", path("still")), "--init", checkpoint, "--lr", "0")
                .succeeded();

        // With a step size of 0 nothing changes but the metadata, which lie before the numbers.
        final byte[] before = Files.readAllBytes(folder.resolve("first/model.safetensors"));
        final byte[] after = Files.readAllBytes(folder.resolve("still/model.safetensors"));
        final int numbers = Float.BYTES * (784 * 10 + 10);
        assertArrayEquals(
                Arrays.copyOfRange(before, before.length - numbers, before.length),
                Arrays.copyOfRange(after, after.length - numbers, after.length));
    }

    @Test
    void stopsWhenTheLossIsNoNumberAndKeepsTheLastGoodParameters() throws IOException {
        // The largest step size that float32 holds: the first step overflows.
        final CommandLine diverged = CommandLine.run(CommandLine.smallTraining("oracle", path("run")), "--lr", "3e38");

        final String line = diverged.error(1);
        assertTrue(line.contains("training diverged") && line.contains("epoch 1"), line);
        assertTrue(line.contains("--learning-rate"), line);
        assertTrue(line.contains(path("run/model.safetensors")), line);
        assertEquals(List.of("config.json", "loss.png", "metrics.csv", "model.safetensors", "steps.csv"), files("run"));
        final Checkpoint kept = Checkpoint.read(
                folder.resolve("run/model.safetensors"),
                Homework.find("softmax-linear").orElseThrow().network(),
                NonFinitePolicy.REJECT);
        assertEquals("0", kept.metadata().get("epoch"));
        assertTrue(List.of("NaN", "Infinity").contains(lastOf("run/steps.csv").split(",")[2]), lastOf("run/steps.csv"));
    }

    @Test
    void refusesAFolderThatIsNotEmptyUnlessToldToOverwrite() throws IOException {
        final Path run = Files.createDirectory(folder.resolve("run"));
        Files.writeString(run.resolve("notes.txt"), "mine");
        Files.writeString(run.resolve("loss.png"), "an earlier run's");

        final String line = CommandLine.run(CommandLine.smallTraining("oracle", run.toString()))
                .error(1);
        assertTrue(line.contains("not empty") && line.contains("--overwrite"), line);
        assertEquals(List.of("loss.png", "notes.txt"), files("run"));

        CommandLine.run(CommandLine.smallTraining("oracle", run.toString()), "--overwrite")
                .succeeded();
        assertEquals("mine", Files.readString(run.resolve("notes.txt")));
        assertNotEquals("an earlier run's", Files.readString(run.resolve("loss.png"), StandardCharsets.ISO_8859_1));
    }

    @Test
    void saysThatTheRunFolderCannotBeMade() throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "");

        final String line = CommandLine.run(
                        CommandLine.smallTraining("oracle", file.resolve("run").toString()))
                .error(1);

        assertTrue(line.contains("run folder") && line.contains("is not a folder"), line);
    }

    @Test
    void leavesNothingWhereTrainingCannotStart() throws IOException {
        final Path broken = Files.writeString(folder.resolve("broken.safetensors"), "no header");
        final Path emptyData = Files.createDirectory(folder.resolve("data"));
        final List<String> training = CommandLine.smallTraining("oracle", path("deep/er/run"));

        final List<String> lines = List.of(
                CommandLine.run(training, "--init", path("none.safetensors")).error(1),
                CommandLine.run(training, "--init", broken.toString()).error(1),
                CommandLine.run(
                                "train",
                                "softmax-linear",
                                "--dataset",
                                "mnist",
                                "--data",
                                emptyData.toString(),
                                "--output",
                                path("deep/er/run"))
                        .error(1),
                CommandLine.run(
                                "train",
                                "mlp-relu-100-10",
                                "--dataset",
                                "generated",
                                "--limit",
                                "10",
                                "--output",
                                path("deep/er/run"))
                        .error(1),
                CommandLine.run(
                                "train",
                                "softmax-linear",
                                "--dataset",
                                "generated",
                                "--limit",
                                "10",
                                "--device",
                                "oracle:7",
                                "--output",
                                path("deep/er/run"))
                        .error(1));

        assertTrue(lines.get(0).contains("there is no such file"), lines.get(0));
        assertTrue(lines.get(1).contains("broken.safetensors"), lines.get(1));
        assertTrue(lines.get(2).contains("train-images-idx3-ubyte"), lines.get(2));
        assertTrue(lines.get(3).contains("takes samples of 100"), lines.get(3));
        assertTrue(lines.get(4).contains("oracle:7"), lines.get(4));
        assertFalse(Files.exists(folder.resolve("deep")), "a folder was left");
    }

    private String lastOf(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).getLast();
    }

    private List<String> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
