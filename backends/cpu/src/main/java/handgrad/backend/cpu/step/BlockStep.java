package handgrad.backend.cpu.step;

import java.util.function.IntConsumer;

/**
 * Work on all samples, in blocks of the output that may run in any order and at once. A step may offer the part of its
 * work that needs all groups of samples but the last one: threads that find no more groups do that in the meantime.
 */
public interface BlockStep {
    /** The number of blocks. */
    int blocks();

    /**
     * Does the work of one block, or what {@link #runEarly} has left of it.
     *
     * @param worker the number of the calling thread
     * @param block the block
     */
    void run(int worker, int block);

    /** The number of blocks with early work. All of it is done before the first {@link #run}. */
    default int earlyBlocks() {
        return 0;
    }

    /**
     * Does the part of a block's work that needs all groups but the last one.
     *
     * @param worker the number of the calling thread
     * @param block the block, below {@link #earlyBlocks}
     */
    default void runEarly(int worker, int block) {
        throw new IllegalStateException("there is no early work");
    }

    /** A step without early work. */
    static BlockStep of(int blocks, IntConsumer work) {
        return new BlockStep() {
            @Override
            public int blocks() {
                return blocks;
            }

            @Override
            public void run(int worker, int block) {
                work.accept(block);
            }
        };
    }
}
