package handgrad.host.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.Figures;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialLock;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.sweep.outcome.SweepOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which trials run, in which process, and how failures and other processes are handled. */
@Timeout(20)
class SweepRunTest {
    private static final TrialState FINISHED = new Finished(new Figures(1, 0, 1, 0, 0, 0), "cpu");

    private static final SweepDefinition DEFINITION = SweepDefinition.of(
            "lenet5-modern",
            List.of(),
            true,
            Figure.TEST_ACCURACY,
            IntStream.range(0, 4)
                    .mapToObj(seed -> new Trial(Map.of("seed", Integer.toString(seed))))
                    .toList());

    private static final SweepListener NOBODY = new SweepListener() {
        @Override
        public void started(int trials, int ended) {}

        @Override
        public void ended(Trial trial, TrialState state) {}

        @Override
        public void waiting(int trials) {}
    };

    @TempDir
    private Path temporary;

    private SweepFolder folder;

    @BeforeEach
    void define() {
        folder = new SweepFolder(temporary.resolve("sweep"));
        folder.define(DEFINITION);
    }

    private void run(TrialWork work, int jobs) {
        new SweepRun(folder, DEFINITION, work, jobs, () -> false, NOBODY).run();
    }

    /** The files of a training that a sweep reads. */
    private static void finish(Path run) {
        try {
            Files.createDirectories(run);
            Files.writeString(
                    run.resolve("result.json"),
                    "{\"testAccuracy\":1,\"testLoss\":null,\"trainAccuracy\":1,\"trainLoss\":0,\"trainSeconds\":0,"
                            + "\"testSeconds\":0,\"device\":\"cpu\"}");
        } catch (final IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void jobsRunAtOnce() {
        final CountDownLatch allFour = new CountDownLatch(4);
        run(
                trial -> {
                    allFour.countDown();
                    try {
                        assertTrue(allFour.await(10, TimeUnit.SECONDS), "one after the other");
                    } catch (final InterruptedException interrupted) {
                        throw new AssertionError(interrupted);
                    }
                    return Optional.of(FINISHED);
                },
                4);
    }

    @Test
    void whatAnotherProcessRunsIsLeftToItAndWaitedFor() {
        final Trial busy = DEFINITION.trials().getFirst();
        final Queue<Trial> order = new ConcurrentLinkedQueue<>();
        run(
                trial -> {
                    order.add(trial);
                    if (trial.equals(busy) && order.size() < 6) {
                        return Optional.empty();
                    }
                    return Optional.of(FINISHED);
                },
                1);

        assertEquals(
                List.of("0", "1", "2", "3", "0", "0"),
                order.stream().map(trial -> trial.values().get("seed")).toList());
    }

    @Test
    void aStopStartsNothingMore() {
        final AtomicInteger runs = new AtomicInteger();
        final TrialWork work = trial -> {
            runs.incrementAndGet();
            return Optional.of(FINISHED);
        };

        assertThrows(
                SweepInterruptedException.class,
                () -> new SweepRun(folder, DEFINITION, work, 1, () -> runs.get() == 2, NOBODY).run());
        assertEquals(2, runs.get());
    }

    @Test
    void anInterruptedTrialStopsTheSweepAndIsNoFailure() {
        final AtomicInteger runs = new AtomicInteger();
        final TrialRunner runner = (trial, run, twin) -> {
            runs.incrementAndGet();
            throw new SweepInterruptedException(null);
        };

        assertThrows(SweepInterruptedException.class, () -> run(new LockedTrials(folder, DEFINITION, runner), 1));
        assertEquals(1, runs.get());
        assertEquals(4, SweepOutcome.of(folder, DEFINITION).open());
    }

    @Test
    void failuresAreRecordedWhateverTheyAreAndTheRestIsRun() {
        final TrialRunner runner = (trial, run, twin) -> {
            switch (trial.values().get("seed")) {
                case "0" -> throw new UserError("the disk is full\nand so on");
                case "1" -> throw new OutOfMemoryError();
                case "2" -> throw new IllegalStateException("a slip");
                default -> finish(run);
            }
        };
        run(new LockedTrials(folder, DEFINITION, runner), 2);

        final SweepOutcome outcome = SweepOutcome.of(folder, DEFINITION);
        assertEquals(1, outcome.finished());
        assertEquals(
                List.of(
                        "the disk is full and so on",
                        "Java ran out of memory; fewer --jobs need less",
                        "a defect of handgrad: java.lang.IllegalStateException: a slip"),
                outcome.failed().stream()
                        .map(entry -> ((Failed) entry.state()).reason())
                        .toList());
        assertTrue(Double.isNaN(
                outcome.best().orElseThrow().figures().orElseThrow().testLoss()));
    }

    @Test
    void aLockedTrialIsNotRunTwice() {
        final Trial trial = DEFINITION.trials().getFirst();
        final AtomicInteger runs = new AtomicInteger();
        final LockedTrials trials = new LockedTrials(folder, DEFINITION, (same, run, twin) -> {
            runs.incrementAndGet();
            assertFalse(folder.lock(trial).isPresent(), "the lock is free");
            finish(run);
        });
        try (TrialLock _ = folder.lock(trial).orElseThrow()) {
            assertEquals(Optional.empty(), trials.run(trial));
        }
        assertTrue(trials.run(trial).orElseThrow().isEnded());
        assertTrue(trials.run(trial).orElseThrow().isEnded());
        assertEquals(1, runs.get());
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        final Trial trial = DEFINITION.trials().getFirst();
        finish(folder.of(trial));
        final Path result = folder.of(trial).resolve("result.json");
        for (final String damaged : List.of("", "{", "[]", "{}", "{\"testAccuracy\": \"high\"}", "\0\0\0\0")) {
            Files.writeString(result, damaged);
            assertTrue(assertThrows(UserError.class, () -> folder.state(trial))
                    .getMessage()
                    .contains(result.toString()));
        }
        Files.writeString(folder.definitionFile(), "{\"model\": \"lenet5-modern\", \"fixed\": [], \"trials\": []}");
        assertTrue(
                assertThrows(UserError.class, folder::definition).getMessage().contains("sweep.json"));
    }

    @Test
    void aDefinitionIsReadAsItWasWritten() {
        assertEquals(DEFINITION, folder.definition());
    }
}
