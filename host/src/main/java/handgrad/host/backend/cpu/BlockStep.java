package handgrad.host.backend.cpu;

/** Work on all samples, in blocks of the output that may run in any order and at once. */
interface BlockStep {
    /** How many blocks there are. */
    int blocks();

    /**
     * Does the work of one block.
     *
     * @param worker which thread does it
     * @param block which block
     */
    void run(int worker, int block);

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
