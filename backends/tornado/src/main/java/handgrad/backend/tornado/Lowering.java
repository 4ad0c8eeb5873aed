package handgrad.backend.tornado;

/** Lowers groups of ops to tasks. */
@FunctionalInterface
interface Lowering {
    /**
     * Adds the task of a group to a program's graph.
     *
     * @param group the ops to compute
     * @param tasks the graph's tasks so far
     * @param arrays the arrays of the program's tensors
     */
    void add(OpGroup group, GraphTasks tasks, ProgramArrays arrays);

    /** Lowers each group to its kernel in {@code handgrad.kernels}; tests have other lowerings. */
    static void byKernels(OpGroup group, GraphTasks tasks, ProgramArrays arrays) {
        final FusedTasks fused = new FusedTasks(tasks, arrays);
        switch (group) {
            case OpGroup.Single single -> new OpTasks(tasks, arrays).add(single);
            case OpGroup.Convolution convolution -> fused.add(convolution);
            case OpGroup.ConvolutionGradient gradient -> fused.add(gradient);
            case OpGroup.ConvolutionUpdate update -> fused.add(update);
            case OpGroup.Linear linear -> fused.add(linear);
            case OpGroup.LinearGradient gradient -> fused.add(gradient);
            case OpGroup.LinearUpdate update -> fused.add(update);
            case OpGroup.AveragePool pooling -> fused.add(pooling);
            case OpGroup.AveragePoolGradient gradient -> fused.add(gradient);
            case OpGroup.Gather gather -> fused.add(gather);
            case OpGroup.ClassLoss loss -> fused.add(loss);
            case OpGroup.Recording end -> fused.add(end);
        }
    }
}
