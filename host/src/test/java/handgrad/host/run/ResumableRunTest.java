package handgrad.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.run.checkpoint.CheckpointInterval;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.TrainingListener;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However often a run is interrupted, its result is the same. */
class ResumableRunTest {
    private static final TrainingListener NOBODY = new TrainingListener() {};

    @TempDir
    private Path parent;

    /**
     * Requests a stop at the n-th call of the device; a call ends after three steps or a fifth of an epoch at the
     * latest.
     */
    private static RunControl stoppingAt(int calls, RunSettings settings) {
        final AtomicInteger asked = new AtomicInteger();
        final BooleanSupplier stop = () -> asked.incrementAndGet() >= calls;
        return new RunControl(
                new CheckpointInterval.Steps(Math.max(3, settings.stepsAnEpoch() / 5 + 1)), stop, RunReporter.NONE);
    }

    private Path whole(RunSettings settings) {
        final Path folder = parent.resolve("whole");
        new TrainingRun(settings, RunFolderPlan.named(folder, false), SmallRuns.SILENT).run(NOBODY);
        return folder;
    }

    /**
     * Runs with an interruption after the first call of the device, then after two more, then three …; returns how
     * often.
     */
    private int inPieces(Path folder, RunSettings settings) {
        for (int pieces = 1; ; pieces++) {
            try {
                new ResumableRun(settings, folder, stoppingAt(pieces, settings), SmallRuns.SILENT).run(NOBODY);
                return pieces;
            } catch (final RunInterruptedException interrupted) {
                assertEquals(folder, interrupted.folder());
                assertTrue(Files.exists(folder.resolve("checkpoint.safetensors")));
                assertFalse(Files.exists(folder.resolve("result.json")));
            }
        }
    }

    private static void assertSameRun(Path whole, Path pieces) throws IOException {
        for (final String file : List.of("model.safetensors", "steps.csv")) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), pieces.resolve(file)), file);
        }
        assertEquals(SmallRuns.metrics(whole), SmallRuns.metrics(pieces));
        assertEquals(files(whole), files(pieces));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /**
     * Shuffled epochs, fixed order, draws with replacement, full batch; several epochs a report; steps at the hinge's
     * kink; each generator.
     */
    @ParameterizedTest
    @CsvSource({
        "lenet5-original, 1, 1, handgrad, java",
        "lenet5-modern, 3, 1, handgrad, java",
        "lenet5-modern, 3, 1, torch, cpu",
        "logistic-kl, 2, 1, numpy, java",
        "logistic-mse, 2, 1, handgrad, java",
        "logistic-synthetic, 9, 4, handgrad, java",
        "svm-synthetic, 9, 4, numpy, java",
        "svm-features, 3, 2, torch, java",
        "two-layer, 5, 2, numpy, java",
        "mlp-regression, 5, 2, torch, java",
        "mlp-regression-noisy, 5, 2, handgrad, cpu",
        "softmax-linear, 4, 3, torch, java",
        "mlp-wide, 1, 1, handgrad, java",
        "mlp-relu-784-12-10, 3, 2, handgrad, java",
        "logistic-l2, 30, 7, handgrad, java",
    })
    void endsAsIfItHadNotBeenInterrupted(String name, int epochs, int reportEvery, String random, String device)
            throws IOException {
        final Model model = SmallRuns.model(name, epochs, reportEvery);
        final RunSettings settings = SmallRuns.settings(model, RandomStream.Kind.parse(random), 3, device);
        final Path pieces = parent.resolve("pieces");

        final int count = inPieces(pieces, settings);

        assertTrue(count > 1, "it was not interrupted");
        assertSameRun(whole(settings), pieces);
    }
}
