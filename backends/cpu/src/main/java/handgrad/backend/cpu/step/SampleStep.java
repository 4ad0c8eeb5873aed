package handgrad.backend.cpu.step;

import handgrad.backend.cpu.layout.GroupSlots;

/** Work on groups of samples. */
@FunctionalInterface
public interface SampleStep {
    /**
     * Does the work for one group.
     *
     * @param worker which thread does it
     * @param group which group of 16 samples
     */
    void run(int worker, int group);

    /**
     * Does the work for some groups that follow each other, each of which has a slot ({@link GroupSlots}).
     *
     * @param worker which thread does it
     * @param first the first of the groups
     * @param end the group after the last
     */
    default void run(int worker, int first, int end) {
        for (int group = first; group < end; group++) {
            run(worker, group);
        }
    }

    /** Work that is done for some groups at once. */
    @FunctionalInterface
    interface Together {
        /**
         * Does the work.
         *
         * @param worker which thread does it
         * @param first the first of the groups
         * @param end the group after the last
         */
        void run(int worker, int first, int end);
    }

    /** A step that is quicker for some groups at once than for one after the other. */
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
