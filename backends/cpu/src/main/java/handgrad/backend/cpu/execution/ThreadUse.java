package handgrad.backend.cpu.execution;

import handgrad.backend.cpu.plan.WorkEstimate;
import handgrad.program.Program;

/** How many of the threads do a program's work. */
public enum ThreadUse {
    /** One: a step is over before another could help. */
    ONE,
    /** One or all of them, whichever is faster at the time: {@link ThreadCountTuner}. */
    TUNED,
    /** All. */
    ALL;

    /** Those for a program. */
    public static ThreadUse of(int workers, Program program) {
        final long work = WorkEstimate.of(program);
        if (workers == 1 || work < WorkEstimate.SMALL) {
            return ONE;
        }
        return work < WorkEstimate.LARGE ? TUNED : ALL;
    }
}
