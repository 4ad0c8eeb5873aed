package handgrad.host.sweep;

import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialLock;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.training.DivergedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Runs trials in this process, each under its lock, and records those that fail.
 *
 * @param folder the sweep's folder
 * @param definition the sweep
 * @param runner runs a trial
 */
public record LockedTrials(SweepFolder folder, SweepDefinition definition, TrialRunner runner) implements TrialWork {
    @Override
    public Optional<TrialState> run(Trial trial) {
        final Optional<TrialLock> taken = folder.lock(trial);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        try (TrialLock _ = taken.get()) {
            final TrialState earlier = folder.state(trial);
            if (earlier.isEnded()) {
                return Optional.of(earlier);
            }
            folder.prepare(trial);
            attempt(trial).ifPresent(failure -> folder.fail(trial, failure));
            return Optional.of(folder.state(trial));
        }
    }

    /** An exception fails its trial and not the sweep, except a request to stop. */
    private Optional<Failed> attempt(Trial trial) {
        try {
            runner.run(trial, folder.of(trial), twin(trial));
            return folder.state(trial) instanceof Finished
                    ? Optional.empty()
                    : Optional.of(new Failed("it ended without a result", false));
        } catch (final SweepInterruptedException stopped) {
            throw stopped;
        } catch (final OutOfMemoryError failure) {
            return Optional.of(new Failed("Java ran out of memory; fewer --jobs need less", false));
        } catch (final RuntimeException | LinkageError | AssertionError failure) {
            return Optional.of(new Failed(Failures.line(failure), failure.getCause() instanceof DivergedException));
        }
    }

    private Optional<Path> twin(Trial trial) {
        if (!trial.values().containsKey(Trial.THRESHOLD)) {
            return Optional.empty();
        }
        final Map<String, String> training = trial.without(Trial.THRESHOLD);
        return definition.trials().stream()
                .filter(other ->
                        !other.equals(trial) && other.without(Trial.THRESHOLD).equals(training))
                .filter(other -> folder.state(other) instanceof Finished)
                .map(folder::of)
                .findFirst();
    }
}
