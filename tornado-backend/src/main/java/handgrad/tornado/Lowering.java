package handgrad.tornado;

/** Makes tasks of steps. */
@FunctionalInterface
interface Lowering {
    /**
     * Adds the task of a step to a program's graph.
     *
     * @param step what the task shall compute
     * @param tasks the graph's tasks so far
     * @param arrays where the program's tensors live
     */
    void add(Step step, GraphTasks tasks, ProgramArrays arrays);

    /** What every session but those of tests does: each op by its kernel of {@code handgrad.kernels}. */
    static void byKernels(Step step, GraphTasks tasks, ProgramArrays arrays) {
        switch (step) {
            case Step.Single single -> new OpTasks(tasks, arrays).add(single);
        }
    }
}
