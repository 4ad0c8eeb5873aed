package handgrad.host.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                        "loss.png",
                        "metrics.csv",
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
    void comesOutTheSameTwice() throws IOException {
        CommandLine.run(CommandLine.smallTraining("oracle", path("a"))).succeeded();
        CommandLine.run(CommandLine.smallTraining("oracle", path("b"))).succeeded();

        assertArrayEquals(
                Files.readAllBytes(folder.resolve("a/model.safetensors")),
                Files.readAllBytes(folder.resolve("b/model.safetensors")));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("a/steps.csv")), Files.readAllBytes(folder.resolve("b/steps.csv")));
    }

    private List<String> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
