package handgrad.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.cli.HandgradProcess;
import handgrad.cli.HandgradProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own that are ended from outside. scripts/kill-test kills many more. */
@DisabledOnOs(OS.WINDOWS)
class InterruptedTrainingTest {
    @TempDir
    private Path folder;

    private Path run() {
        return folder.resolve("run");
    }

    private Path checkpoint() {
        return run().resolve("checkpoint.safetensors");
    }

    /** 30 steps an epoch, tens of thousands a second. */
    private static List<String> training(int epochs, String every, Path output) {
        return List.of(
                "train",
                "logistic-synthetic",
                "--device",
                "java",
                "--epochs",
                Integer.toString(epochs),
                "--report-every",
                "20",
                "--checkpoint-every",
                every,
                "--quiet",
                "--output",
                output.toString());
    }

    private List<String> resuming() {
        return List.of("train", "--resume", run().toString(), "--quiet");
    }

    /** Waits until the process has written a checkpoint that it had not before. */
    private void awaitCheckpoint(Process process, Object earlier) throws IOException, InterruptedException {
        while (process.isAlive() && key().equals(earlier)) {
            Thread.sleep(1);
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("err"));
        } catch (final IOException failure) {
            return failure.toString();
        }
    }

    /** Changes with each file that takes the name. */
    private Object key() throws IOException {
        return Files.exists(checkpoint())
                ? Files.getAttribute(checkpoint(), "unix:ino") + "@" + Files.getLastModifiedTime(checkpoint())
                : "";
    }

    private void assertEndsAsIfItHadNotBeenInterrupted(int epochs) throws IOException {
        CommandLine.run(resuming(), "--checkpoint-every", "10s").succeeded();
        final Path whole = folder.resolve("whole");
        CommandLine.run(training(epochs, "10s", whole)).succeeded();
        for (final String file : List.of("model.safetensors", "steps.csv")) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), run().resolve(file)), file);
        }
        assertEquals(metrics(whole), metrics(run()));
        assertEquals(files(whole), files(run()));
    }

    private static List<String> metrics(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.csv")).stream()
                .map(row -> row.replaceFirst(",[^,]*,", ","))
                .toList();
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void goesOnAfterItWasKilled() throws IOException, InterruptedException {
        final int epochs = 2000;
        final Random random = new Random(1);
        List<String> command = training(epochs, "5steps", run());
        for (int kills = 0; kills < 3; kills++) {
            final Object earlier = key();
            final Process process = HandgradProcess.start(folder, command);
            awaitCheckpoint(process, earlier);
            // Between the next checkpoints, or while one is written.
            Thread.sleep(random.nextInt(60));
            assertTrue(process.isAlive(), () -> "it ended before it was killed: " + said());
            process.destroyForcibly().waitFor();
            assertFalse(Files.exists(run().resolve("result.json")));
            command = resuming();
        }

        assertEndsAsIfItHadNotBeenInterrupted(epochs);
    }

    @Test
    void keepsItsStateOnCtrlC() throws IOException, InterruptedException {
        final int epochs = 3000;
        final Process process = HandgradProcess.start(folder, with(training(epochs, "200epochs", run()), "--json"));
        awaitCheckpoint(process, "");
        HandgradProcess.signal(process, "INT");

        final Ended ended = HandgradProcess.end(folder, process);

        assertEquals(130, ended.code(), ended.err());
        final List<String> lines = ended.err()
                .lines()
                .filter(line -> line.startsWith("handgrad: "))
                .toList();
        assertEquals(1, lines.size(), ended.err());
        assertTrue(lines.getFirst().endsWith("go on with: scripts/handgrad train --resume " + run()), ended.err());
        assertTrue(ended.out().contains("\"interrupted\" : true"), ended.out());
        assertTrue(ended.out().contains("\"signal\" : \"INT\""), ended.out());
        assertEndsAsIfItHadNotBeenInterrupted(epochs);
    }

    private static List<String> with(List<String> words, String more) {
        final List<String> all = new ArrayList<>(words);
        all.add(more);
        return all;
    }

    /** A limit on the size of files stands in for a full disk: the checkpoint grows with the losses of the steps. */
    @Test
    void keepsTheEarlierCheckpointWhenOneCannotBeWritten() throws IOException, InterruptedException {
        final int epochs = 2000;
        final Process process = HandgradProcess.start(
                folder,
                List.of("bash", "-c", "ulimit -f 96; exec \"$@\"", "limited"),
                training(epochs, "100epochs", run()));

        final Ended ended = HandgradProcess.end(folder, process);

        assertEquals(1, ended.code(), ended.err());
        final String line = ended.err()
                .lines()
                .filter(text -> text.startsWith("handgrad: "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ended.err()));
        assertTrue(line.contains("cannot write " + checkpoint() + ": "), line);
        assertTrue(line.contains("the earlier file is unchanged"), line);
        assertTrue(line.contains("train --resume " + run()), line);
        assertEquals(
                List.of("checkpoint.safetensors", "config.json"),
                files(run()).stream().filter(file -> !file.endsWith(".csv")).toList());
        assertEndsAsIfItHadNotBeenInterrupted(epochs);
    }
}
