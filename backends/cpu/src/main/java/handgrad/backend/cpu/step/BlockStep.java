package handgrad.backend.cpu.step;

/**
 * Work on all samples, in blocks of the output that may run in any order and at once. A step can offer to do the part of its work that needs all
 * groups of samples but the last one beforehand, so that threads that find no more groups to work on have something to do.
 */
public interface BlockStep {
    /** How many blocks there are. */
    int blocks();

    /**
     * Does the work of one block, or what {@link #runEarly} has left of it.
     *
     * @param worker which thread does it
     * @param block which block
     */
    void run(int worker, int block);

    /** How many blocks can be worked on before the last group is there. All of them have run before the first {@link #run}. */
    default int earlyBlocks() {
        return 0;
    }

    /**
     * Does the part of a block's work that needs all groups but the last one.
     *
     * @param worker which thread does it
     * @param block which block, below {@link #earlyBlocks}
     */
    default void runEarly(int worker, int block) {
        throw new IllegalStateException("there is no early work");
    }

    /** A step of one block. */
    static BlockStep single(Runnable work) {
        return new BlockStep() {
            @Override
            public int blocks() {
                return 1;
            }

            @Override
            public void run(int worker, int block) {
                work.run();
            }
        };
    }
}
