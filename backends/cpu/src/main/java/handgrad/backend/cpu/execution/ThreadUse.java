package handgrad.backend.cpu.execution;

import handgrad.backend.cpu.plan.WorkEstimate;
import handgrad.program.Program;

/** How many of the threads run a program. */
public enum ThreadUse {
    /** One: a step is over before another thread could help. */
    ONE,
    /** One or all, whichever is faster at the time: {@link ThreadCountTuner}. */
    TUNED,
    /** All. */
    ALL;

    /**
     * Chooses by the multiplications of a step.
     *
     * @param workers how many threads there are
     * @param program the program
     * @return how many of them run it
     */
    public static ThreadUse of(int workers, Program program) {
        final long work = WorkEstimate.of(program);
        if (workers == 1 || work < WorkEstimate.SMALL) {
            return ONE;
        }
        return work < WorkEstimate.LARGE ? TUNED : ALL;
    }
}
