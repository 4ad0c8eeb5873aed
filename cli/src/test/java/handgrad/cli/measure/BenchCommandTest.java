package handgrad.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
    @Test
    void aModelInFreshProcesses(@TempDir Path folder) throws IOException {
        final JsonNode report = CommandLine.run(
                        "bench",
                        "two-layer",
                        "--device",
                        "java",
                        "--runs",
                        "2",
                        "--json",
                        "--output",
                        folder.toString())
                .json();

        assertEquals(1, report.get("rows").size(), "" + report.get("failures"));
        final JsonNode row = report.get("rows").get(0);
        final JsonNode seconds = row.get("seconds");
        assertEquals(2, seconds.get("runs").size());
        assertEquals(
                (seconds.get("least").asDouble() + seconds.get("most").asDouble()) / 2,
                seconds.get("median").asDouble(),
                1e-12);
        // The course's recipe: 5 epochs of 2000 draws, one at a time.
        assertEquals(10_000, row.get("steps").asLong());
        assertEquals(
                seconds.get("median").asDouble() / 10_000,
                row.get("secondsPerStep").asDouble(),
                1e-15);
        assertEquals(
                10_000 / seconds.get("median").asDouble(),
                row.get("samplesPerSecond").asDouble(),
                1e-3);
        final double fraction = row.get("peakFraction").asDouble();
        assertTrue(fraction > 0 && fraction < 1, "" + fraction);
        assertEquals(report, JsonMapper.shared().readTree(Files.readString(folder.resolve("bench.json"))), "the file");
    }

    /**
     * An op faster than the device's peak, or with more than a whole step's share, was counted wrong. mlp-regression
     * has tiles near the peak of one thread, softmax-linear finds its rows without copying them: both were once above.
     */
    @ParameterizedTest
    @CsvSource({"java, two-layer", "cpu, mlp-regression", "cpu, softmax-linear"})
    void opsStayUnderTheRoof(String device, String model, @TempDir Path folder) throws IOException {
        final List<String> words = new ArrayList<>(
                List.of("bench", "--ops", model, "--device", device, "--json", "--output", folder.toString()));
        if (model.equals("softmax-linear")) {
            words.addAll(List.of("--dataset", "generated", "--limit", "3000"));
        }
        final JsonNode report = CommandLine.run(words.toArray(String[]::new)).json();

        final JsonNode measured = report.get("devices").get(0);
        assertTrue(measured.get("peaks").get("flopsPerSecond").asDouble() > 1e8);
        final JsonNode ops = measured.get("models").get(0).get("ops");
        assertTrue(ops.size() > 5, "" + report.get("failures"));
        double share = 0;
        for (final JsonNode op : ops) {
            share += op.get("share").asDouble();
            assertTrue(
                    op.get("flopsFraction").asDouble() <= 1
                            && op.get("bandwidthFraction").asDouble() <= 1,
                    "" + op);
        }
        assertTrue(share <= 1 + 1e-9, "" + share);
        assertEquals(
                1200,
                ImageIO.read(folder.resolve("roofline-" + device + ".png").toFile())
                        .getWidth());
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        assertTrue(CommandLine.run("bench", "two-layers").error(2).contains("did you mean 'two-layer'"));
        assertTrue(CommandLine.run("bench", "--ops", "--runs", "3").error(2).contains("leave --runs out"));
        assertTrue(CommandLine.run("bench", "--device", "auto").error(2).contains("every usable one"));
        assertTrue(
                CommandLine.run("measure-peaks", "--device", "oracle").error(1).contains("oracle"));
    }
}
