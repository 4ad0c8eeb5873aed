package handgrad.host.sweep;

import handgrad.host.UserError;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialLock;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Open;
import handgrad.host.sweep.grid.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs each trial in a process of its own, which takes the trial's lock itself.
 *
 * @param folder the sweep's folder
 * @param definition the sweep
 * @param launcher starts such a process
 * @param threads how many threads each may use
 * @param stop whether the user wants the sweep to stop
 */
public record IsolatedTrials(
        SweepFolder folder, SweepDefinition definition, LauncherCommand launcher, int threads, BooleanSupplier stop)
        implements TrialWork {
    private static final long PATIENCE_MILLISECONDS = 200;

    @Override
    public Optional<TrialState> run(Trial trial) {
        final int number = definition.trials().indexOf(trial);
        final List<String> command = launcher.words(
                "sweep",
                List.of(
                        "--trial",
                        Integer.toString(number),
                        "--threads",
                        Integer.toString(threads),
                        "--quiet",
                        "--output",
                        folder.path().toAbsolutePath().toString()));
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(false)
                    .redirectError(folder.log(trial).toFile())
                    .start();
            final int code = await(process);
            if (stop.getAsBoolean()) {
                throw new SweepInterruptedException(null);
            }
            return ended(trial, code);
        } catch (final IOException failure) {
            throw new UserError("cannot start a process for " + trial.name() + ": " + failure, failure);
        }
    }

    private int await(Process process) {
        try {
            while (!process.waitFor(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                if (stop.getAsBoolean()) {
                    process.destroy();
                    return process.waitFor();
                }
            }
            return process.exitValue();
        } catch (final InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new SweepInterruptedException(interrupted);
        }
    }

    /**
     * A process that died wrote nothing. Its lock is free, which tells it from a process that found the trial taken.
     */
    private Optional<TrialState> ended(Trial trial, int code) throws IOException {
        final Optional<TrialLock> taken = folder.lock(trial);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        try (TrialLock _ = taken.get()) {
            final TrialState state = folder.state(trial);
            if (state instanceof Open) {
                folder.fail(trial, new Failed("its process ended with code " + code + lastWords(trial), false));
            }
            return Optional.of(folder.state(trial));
        }
    }

    private String lastWords(Trial trial) throws IOException {
        final byte[] log = Files.readAllBytes(folder.log(trial));
        return new String(log, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .map(line -> ": " + line.strip())
                .orElse("");
    }
}
