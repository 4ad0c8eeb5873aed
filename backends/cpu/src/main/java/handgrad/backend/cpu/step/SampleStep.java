package handgrad.backend.cpu.step;

/** Work on groups of 16 samples. */
@FunctionalInterface
public interface SampleStep {
    /**
     * Does the work for one group.
     *
     * @param worker the number of the calling thread
     * @param group the group
     */
    void run(int worker, int group);

    /**
     * Does the work for consecutive groups that one task goes through together.
     *
     * @param worker the number of the calling thread
     * @param first the first group
     * @param end the group after the last
     */
    default void run(int worker, int first, int end) {
        for (int group = first; group < end; group++) {
            run(worker, group);
        }
    }

    /** Work on consecutive groups at once. */
    @FunctionalInterface
    interface Together {
        /** Does the work for the groups from {@code first} to {@code end - 1}. */
        void run(int worker, int first, int end);
    }

    /** A step that is faster for several groups at once than for one after the other. */
    static SampleStep of(Together work) {
        return new SampleStep() {
            @Override
            public void run(int worker, int group) {
                work.run(worker, group, group + 1);
            }

            @Override
            public void run(int worker, int first, int end) {
                work.run(worker, first, end);
            }
        };
    }
}
