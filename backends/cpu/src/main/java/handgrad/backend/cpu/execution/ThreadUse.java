package handgrad.backend.cpu.execution;

import handgrad.backend.cpu.plan.WorkEstimate;
import handgrad.program.Program;

/** How many of the threads do a program's work. */
public enum ThreadUse {
    /** One: a step is over before another could help. */
    ALONE,
    /** One or all of them, whichever is faster at the time: {@link ThreadCountTuner}. */
    EITHER,
    /** All. */
    ALL;

    /** Those for a program. */
    public static ThreadUse of(int workers, Program program) {
        final long work = WorkEstimate.of(program);
        if (workers == 1 || work < WorkEstimate.SMALL) {
            return ALONE;
        }
        return work < WorkEstimate.LARGE ? EITHER : ALL;
    }
}
