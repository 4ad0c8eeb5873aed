package handgrad.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.console.ConsoleLog;
import handgrad.host.sweep.LockedTrials;
import handgrad.host.sweep.SweepInterruptedException;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.grid.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial that is stopped or killed in the middle and resumed has the same result. */
class TrialTrainingsTest {
    private static final Trial TRIAL = new Trial(Map.of("seed", "3"));

    private static final SweepDefinition DEFINITION = SweepDefinition.of(
            "softmax-linear",
            List.of("--device", "java", "--dataset", "generated", "--limit", "300", "--epochs", "4"),
            true,
            Figure.TEST_ACCURACY,
            List.of(TRIAL));

    @TempDir
    private Path temporary;

    private SweepFolder folder(String name) {
        final SweepFolder folder = new SweepFolder(temporary.resolve(name));
        folder.define(DEFINITION);
        return folder;
    }

    private static void run(SweepFolder folder, BooleanSupplier stop) {
        final ConsoleLog silent = new ConsoleLog(new PrintStream(OutputStream.nullOutputStream()), false, false);
        try (TrialTrainings trainings = new TrialTrainings(DEFINITION, 1, 1, stop, silent)) {
            assertTrue(
                    new LockedTrials(folder, DEFINITION, trainings).run(TRIAL).orElseThrow() instanceof Finished);
        }
    }

    private static byte[] model(SweepFolder folder) throws IOException {
        return Files.readAllBytes(folder.of(TRIAL).resolve("model.safetensors"));
    }

    @Test
    void aStoppedTrialGoesOn() throws IOException {
        final SweepFolder undisturbed = folder("undisturbed");
        run(undisturbed, () -> false);
        final SweepFolder stopped = folder("stopped");
        final AtomicInteger asked = new AtomicInteger();

        assertThrows(SweepInterruptedException.class, () -> run(stopped, () -> asked.incrementAndGet() == 3));
        assertTrue(Files.exists(stopped.of(TRIAL).resolve("checkpoint.safetensors")), "nothing to go on from");
        assertFalse(Files.exists(stopped.of(TRIAL).resolve("result.json")));
        run(stopped, () -> false);

        assertArrayEquals(model(undisturbed), model(stopped));
    }

    @Test
    void whatAKilledProcessWasAboutToWriteIsNoHindrance() throws IOException {
        final SweepFolder folder = folder("killed");
        Files.createDirectories(folder.of(TRIAL));
        final String temporaryName = ".%s.0123abcd-0123-0123-0123-0123456789ab.tmp";
        for (final String file : List.of("config.json", "failure.json")) {
            Files.writeString(folder.of(TRIAL).resolve(temporaryName.formatted(file)), "{\"mod");
        }

        run(folder, () -> false);

        try (var files = Files.list(folder.of(TRIAL))) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
    }
}
