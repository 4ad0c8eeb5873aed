package handgrad.host.sweep;

import handgrad.host.sweep.grid.Trial;
import java.nio.file.Path;
import java.util.Optional;

/** Runs one trial. */
public interface TrialRunner {
    /**
     * Runs a trial to its end: goes on where an earlier process was killed, or starts it. {@code result.json} is the
     * last file it writes.
     *
     * @param trial the trial, which nobody else runs
     * @param folder its run folder, which may not be there yet
     * @param twin the run folder of a finished trial that differs in the threshold alone, if there is one
     * @throws handgrad.host.UserError if it fails
     * @throws handgrad.backend.DeviceException if its device fails
     * @throws SweepInterruptedException if it was asked to stop; the sweep then stops too
     */
    void run(Trial trial, Path folder, Optional<Path> twin);
}
