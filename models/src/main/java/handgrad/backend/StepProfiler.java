package handgrad.backend;

import handgrad.program.Program;

/** A session that can profile a program. */
public interface StepProfiler {
    /**
     * Runs a program as {@link Session#run} does, waits for the device, and returns when each piece was worked on.
     * Timing has an overhead, so these runs are slower.
     *
     * @param program one of the session's programs
     * @param times the number of runs, at least 1
     * @return the timeline
     * @throws IllegalArgumentException if the session was not opened with this program
     * @throws DeviceException if the device fails or cannot be profiled
     */
    StepProfile profile(Program program, int times);
}
