package handgrad.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.cli.HandgradProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps in processes of their own that are ended from outside. scripts/kill-sweep-test kills many more. */
@DisabledOnOs(OS.WINDOWS)
class InterruptedSweepTest {
    private static final int TRIALS = 2;

    @TempDir
    private Path folder;

    private List<String> sweep(String name) {
        return List.of(
                "sweep",
                "logistic-synthetic",
                "--device",
                "java",
                "--epochs",
                "400",
                "--checkpoint-every",
                "2000steps",
                "--seeds",
                Integer.toString(TRIALS),
                "-o",
                folder.resolve(name).toString());
    }

    private Path trial(String name, int seed) {
        return folder.resolve(name).resolve("trials").resolve("seed=" + seed);
    }

    private void awaitFile(Process process, Path file) throws InterruptedException {
        while (process.isAlive() && !Files.exists(file)) {
            Thread.sleep(1);
        }
    }

    private void demandTheSameAsUndisturbed(String name) throws IOException {
        CommandLine.run(sweep("undisturbed")).succeeded();
        for (int seed = 0; seed < TRIALS; seed++) {
            assertArrayEquals(
                    Files.readAllBytes(trial("undisturbed", seed).resolve("model.safetensors")),
                    Files.readAllBytes(trial(name, seed).resolve("model.safetensors")));
        }
    }

    @Test
    void goesOnAfterAKillWithoutLosingAFinishedTrial() throws IOException, InterruptedException {
        final Process killed = HandgradProcess.start(folder, sweep("killed"));
        awaitFile(killed, trial("killed", 1).resolve("checkpoint.safetensors"));
        killed.destroyForcibly().waitFor();
        final Path finished = trial("killed", 0).resolve("result.json");
        final FileTime before = Files.getLastModifiedTime(finished);

        CommandLine.run(sweep("killed")).succeeded();

        assertEquals(before, Files.getLastModifiedTime(finished));
        demandTheSameAsUndisturbed("killed");
    }

    @Test
    void keepsItsStateOnControlC() throws IOException, InterruptedException {
        final Process stopped = HandgradProcess.start(folder, sweep("stopped"));
        awaitFile(stopped, trial("stopped", 1).resolve("checkpoint.safetensors"));
        HandgradProcess.signal(stopped, "INT");
        final HandgradProcess.Ended ended = HandgradProcess.end(folder, stopped);

        assertEquals(130, ended.code(), ended.err());
        assertTrue(ended.err().contains("trials finished; give the same command again"), ended.err());
        CommandLine.run(sweep("stopped")).succeeded();
        demandTheSameAsUndisturbed("stopped");
    }
}
