package handgrad.host.sweep;

import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.grid.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Runs the open trials of a sweep. The folder holds the definition and the state of each trial, so any number of
 * processes may do this at once, and each may be killed at any time.
 *
 * @param folder the sweep's folder, with its {@code sweep.json}
 * @param definition the sweep
 * @param work runs a trial
 * @param jobs how many trials at once
 * @param stop whether the user wants it to stop
 * @param listener hears how it gets on
 */
public record SweepRun(
        SweepFolder folder,
        SweepDefinition definition,
        TrialWork work,
        int jobs,
        BooleanSupplier stop,
        SweepListener listener) {
    /** How often it looks whether another process has ended a trial. */
    private static final long PATIENCE_MILLISECONDS = 500;

    /**
     * Runs every trial that did not end yet, and waits for those that other processes run.
     *
     * @throws handgrad.host.UserError if the folder cannot be read or written
     * @throws SweepInterruptedException if the user stopped it
     */
    public void run() {
        listener.started(definition.trials().size(), (int) definition.trials().stream()
                .filter(trial -> folder.state(trial).isEnded())
                .count());
        Collection<List<Trial>> left = families();
        int waiting = 0;
        while (true) {
            final Queue<List<Trial>> elsewhere = new ConcurrentLinkedQueue<>();
            startWorkers(new ConcurrentLinkedQueue<>(left), elsewhere);
            final int now = elsewhere.stream().mapToInt(List::size).sum();
            if (now == 0) {
                return;
            }
            if (now != waiting) {
                listener.waiting(now);
            }
            waiting = now;
            left = new ArrayList<>(elsewhere);
            pause();
        }
    }

    /** Trials that differ in the threshold alone follow each other, since one training serves them all. */
    private Collection<List<Trial>> families() {
        final Map<Map<String, String>, List<Trial>> families = new LinkedHashMap<>();
        definition
                .trials()
                .forEach(trial -> families.computeIfAbsent(trial.without(Trial.THRESHOLD), key -> new ArrayList<>())
                        .add(trial));
        return families.values();
    }

    private void startWorkers(Queue<List<Trial>> left, Queue<List<Trial>> elsewhere) {
        try (ExecutorService workers = Executors.newFixedThreadPool(jobs)) {
            final List<CompletableFuture<Void>> work = IntStream.range(0, jobs)
                    .mapToObj(job -> CompletableFuture.runAsync(() -> workOff(left, elsewhere), workers))
                    .toList();
            try {
                CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
            } catch (final CompletionException failure) {
                throw failure.getCause() instanceof RuntimeException known ? known : failure;
            }
        }
    }

    /** If one worker cannot go on, none begins another trial. */
    private void workOff(Queue<List<Trial>> left, Queue<List<Trial>> elsewhere) {
        boolean done = false;
        try {
            takeAll(left, elsewhere);
            done = true;
        } finally {
            if (!done) {
                left.clear();
            }
        }
    }

    private void takeAll(Queue<List<Trial>> left, Queue<List<Trial>> elsewhere) {
        for (List<Trial> family = left.poll(); family != null; family = left.poll()) {
            final List<Trial> busy = new ArrayList<>();
            for (final Trial trial : family) {
                if (stop.getAsBoolean()) {
                    throw new SweepInterruptedException(null);
                }
                if (!run(trial)) {
                    busy.add(trial);
                }
            }
            if (!busy.isEmpty()) {
                elsewhere.add(busy);
            }
        }
    }

    /** Whether the trial ended, now or before. */
    private boolean run(Trial trial) {
        if (folder.state(trial).isEnded()) {
            return true;
        }
        final Optional<TrialState> ended = work.run(trial);
        ended.ifPresent(state -> listener.ended(trial, state));
        return ended.isPresent();
    }

    private void pause() {
        try {
            Thread.sleep(PATIENCE_MILLISECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SweepInterruptedException(interrupted);
        }
        if (stop.getAsBoolean()) {
            throw new SweepInterruptedException(null);
        }
    }
}
