package handgrad.backend.cpu.loop;

/** A generated loop over one block of at most {@link LoopPlan#BLOCK} elements, which {@link BlockedLoop} runs. */
public interface BlockLoop {
    /** The floats of scratch that it needs. */
    int scratch();

    /**
     * Computes a block.
     *
     * @param arrays those of the element arguments, then those of the results
     * @param at where their elements begin; loops of plain floats go through whole arrays instead
     * @param scalars the scalars
     * @param scratch floats to work with
     * @param n how many elements
     */
    void run(float[][] arrays, int[] at, float[] scalars, float[] scratch, int n);
}
