package handgrad.backend.opencl.source;

import handgrad.backend.opencl.routine.Routine;
import java.util.List;

/** The part of a routine that a function does: all, or that before or after the items wait for each other. */
enum Phase {
    WHOLE(""),
    SUM("_sum"),
    STORE("_store");

    private final String suffix;

    Phase(String suffix) {
        this.suffix = suffix;
    }

    /** The phases of a routine. */
    static List<Phase> of(Routine routine) {
        return routine.isPhased() ? List.of(SUM, STORE) : List.of(WHOLE);
    }

    /** The name of the function that does it. */
    String name(String function) {
        return function + suffix;
    }
}
