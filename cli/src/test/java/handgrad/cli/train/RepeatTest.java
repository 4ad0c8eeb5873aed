package handgrad.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code train --repeat}. */
class RepeatTest {
    @TempDir
    private Path folder;

    private CommandLine repeat(String... more) {
        return CommandLine.run(
                CommandLine.smallTraining("oracle", folder.resolve("runs").toString()), more);
    }

    private CommandLine single(int seed) {
        return CommandLine.run(
                CommandLine.smallTraining(
                        "oracle", folder.resolve("single" + seed).toString()),
                "--seed",
                Integer.toString(seed),
                "--json");
    }

    @Test
    void eachSeedGivesWhatItGivesAlone() {
        final JsonNode report = repeat("--repeat", "3", "--seed", "4", "--json").json();

        assertEquals(3, report.get("runs").size());
        double sum = 0;
        double squares = 0;
        for (int r = 0; r < 3; r++) {
            final JsonNode run = report.get("runs").get(r);
            final double accuracy = single(4 + r).json().get("testAccuracy").asDouble();
            assertEquals(4 + r, run.get("seed").asLong());
            assertEquals(accuracy, run.get("testAccuracy").asDouble());
            assertTrue(Files.exists(folder.resolve("runs/seed" + (4 + r) + "/result.json")));
            sum += accuracy;
            squares += accuracy * accuracy;
        }
        // numpy.std: √(E[a²] − E[a]²)
        final double mean = sum / 3;
        final JsonNode all = report.get("all");
        assertEquals(mean, all.get("meanAccuracy").asDouble(), 1e-12);
        assertEquals(
                Math.sqrt(Math.max(0, squares / 3 - mean * mean)),
                all.get("stdAccuracy").asDouble(),
                1e-7);
    }

    @Test
    void theTableHasARowForEachSeed() throws IOException {
        final CommandLine done = repeat("--repeat", "2").succeeded();

        assertTrue(done.out().contains("mean"), done.out());
        assertTrue(done.out().contains("stuck, that is within 2 points of chance (10.00 %)"), done.out());
        final List<String> table = Files.readAllLines(folder.resolve("runs/repeat.csv"));
        assertEquals(3, table.size());
        assertEquals("seed,test_accuracy,test_loss,train_accuracy,train_seconds,test_seconds", table.getFirst());
    }

    @Test
    void aFailureLeavesNoEmptyFolder() {
        final CommandLine failed = CommandLine.run(
                "train",
                "svm-synthetic",
                "--dataset",
                "generated",
                "--device",
                "oracle",
                "--repeat",
                "2",
                "--output",
                folder.resolve("none").toString());

        failed.error(1);
        assertFalse(Files.exists(folder.resolve("none")));
    }
}
