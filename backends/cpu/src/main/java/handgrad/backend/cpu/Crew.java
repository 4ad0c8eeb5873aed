package handgrad.backend.cpu;

import handgrad.program.Program;

/** How many of the threads do a program's work. */
enum Crew {
    /** One: a step is over before another could help. */
    ALONE,
    /** One or all of them, whichever is faster at the time: {@link Race}. */
    EITHER,
    /** All. */
    ALL;

    /** Those for a program. */
    static Crew of(int workers, Program program) {
        final long work = WorkEstimate.of(program);
        if (workers == 1 || work < WorkEstimate.SMALL) {
            return ALONE;
        }
        return work < WorkEstimate.LARGE ? EITHER : ALL;
    }
}
