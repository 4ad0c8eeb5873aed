package handgrad.kernels.program;

import java.util.List;

/** A line of a generated kernel. */
public sealed interface Line {
    /**
     * The call of a helper.
     *
     * @param call the call
     */
    record Helper(Call call) implements Line {}

    /** All work-items of a work-group wait for each other, so that what one wrote can be read by the others. */
    record Barrier() implements Line {}

    /**
     * The samples of a batch, one after the other.
     *
     * @param samples B
     * @param lines what is done for each
     */
    record SampleLoop(int samples, List<Line> lines) implements Line {
        /** Copies the lines. */
        public SampleLoop {
            lines = List.copyOf(lines);
        }
    }
}
