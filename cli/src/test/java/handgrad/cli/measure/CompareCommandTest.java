package handgrad.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {
    /** softmax-linear on 70 generated digits, batch 16: five steps an epoch, the last of six samples. */
    @Test
    void hasTheFiguresAndTheAnswer(@TempDir Path folder) throws IOException {
        final CommandLine compared = CommandLine.run(
                "compare",
                "softmax-linear",
                "--device",
                "cpu",
                "--device",
                "java",
                "--dataset",
                "generated",
                "--limit",
                "70",
                "--epochs",
                "3",
                "--batch",
                "16",
                "--target",
                "0",
                "--output",
                folder.toString(),
                "--json");
        final JsonNode comparison = compared.json();

        assertEquals("comparison", comparison.get("kind").asString());
        assertEquals(5, comparison.get("stepsPerEpoch").asInt());
        assertEquals(2, comparison.get("devices").size());
        for (final JsonNode device : comparison.get("devices")) {
            assertEquals(3, device.get("epochs").size());
            for (final String figure :
                    List.of("startUpSeconds", "firstStepSeconds", "trainSeconds", "processSeconds")) {
                assertTrue(device.get(figure).asDouble() > 0, figure);
            }
            final double sum = StreamSupport.stream(device.get("epochs").spliterator(), false)
                    .mapToDouble(epoch -> epoch.get("seconds").asDouble())
                    .sum();
            assertEquals(sum, device.get("trainSeconds").asDouble(), 1e-9);
            // 70 + 11 digits of 784 pixels and a label; 784 × 10 weights, 10 biases; the learning rate.
            assertEquals(
                    4 * (81 * 785 + 7850 + 1),
                    device.get("setUpBytes").get("toDevice").asLong());
            // Any accuracy is at least 0.
            assertEquals(1, device.get("target").get("epoch").asInt());
        }
        assertEquals("java", comparison.get("agreement").get("reference").asString());
        final List<String> points = StreamSupport.stream(
                        comparison.get("agreement").get("points").spliterator(), false)
                .map(point -> point.get("point").asString())
                .toList();
        // A training keeps its parameters only at the end of reports, except at one named step of the five.
        assertEquals(List.of("step 1", "epoch 1", "epoch 2", "epoch 3"), points);
        assertTrue(comparison.get("agreement").get("agrees").asBoolean(), "" + comparison.get("agreement"));
        assertTrue(comparison.get("answer").asString().contains("the results agree"), "" + comparison.get("answer"));
        assertEquals(
                comparison, JsonMapper.shared().readTree(Files.readString(folder.resolve("compare.json"))), "the file");
        assertFalse(compared.out().contains("handgrad-compare-"), "a file that is gone");
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsTrained() {
        assertTrue(CommandLine.run("compare").error(2).contains("name a model"));
        assertTrue(CommandLine.run("compare", "two-layer", "--device", "gpu")
                .error(2)
                .contains("'gpu'"));
        assertTrue(CommandLine.run("compare", "two-layer", "--target", "97")
                .error(2)
                .contains("0.97"));
        assertTrue(CommandLine.run("compare", "two-layer", "--lambda", "1")
                .error(2)
                .contains("no penalty"));
    }

    @Test
    void anOutputThatCannotBeIsRefusedBeforeAnythingIsTrained(@TempDir Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "");

        for (final String command : List.of("compare", "bench", "profile")) {
            final CommandLine refused =
                    CommandLine.run(command, "two-layer", "--device", "java", "--output", file.toString());
            assertTrue(refused.error(1).contains(file + " is a file"));
            assertFalse(refused.err().contains("starts"), "a measurement before the error");
        }
        assertTrue(CommandLine.run("compare", "two-layer", "--output", file + "/inside")
                .error(1)
                .contains("cannot be made"));
    }

    /** An error that only the measuring process finds reaches the user as one line. */
    @Test
    void aMeasurementThatFailsIsExplained(@TempDir Path folder) {
        final String line = CommandLine.run(
                        "compare",
                        "softmax-linear",
                        "--device",
                        "java",
                        "--dataset",
                        "mnist",
                        "--data",
                        folder.toString(),
                        "--quiet")
                .error(1);

        assertTrue(line.contains(folder.toString()), line);
    }
}
