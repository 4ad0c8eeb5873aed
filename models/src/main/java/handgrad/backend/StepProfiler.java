package handgrad.backend;

import handgrad.program.Program;

/** A session that can say where the time of a step goes. */
public interface StepProfiler {
    /**
     * Runs a program a number of times, one run after the other, as {@link Session#run} does, waits until the device has finished, and says when
     * each piece of it was worked on. Reading the clock takes its own time, so the runs are slower than others.
     *
     * @param program one of the session's programs
     * @param times how often, at least once
     * @return what was seen
     * @throws IllegalArgumentException if the session was not opened with this program
     * @throws DeviceException if the device fails or cannot be asked
     */
    StepProfile profile(Program program, int times);
}
