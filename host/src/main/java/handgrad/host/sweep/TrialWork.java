package handgrad.host.sweep;

import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.grid.Trial;
import java.util.Optional;

/** Has a trial run, by this process or by another. */
@FunctionalInterface
public interface TrialWork {
    /**
     * Runs a trial, unless it ended or another process is running it.
     *
     * @param trial the trial
     * @return how it ended, or empty if another process is at it
     * @throws handgrad.host.UserError if the sweep's folder cannot be read or written
     * @throws SweepInterruptedException if the user stopped it
     */
    Optional<TrialState> run(Trial trial);
}
