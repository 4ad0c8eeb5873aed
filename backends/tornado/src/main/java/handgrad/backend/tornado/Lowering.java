package handgrad.backend.tornado;

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

    /** What every session but those of some tests does: each step by its kernel of {@code handgrad.kernels}. */
    static void byKernels(Step step, GraphTasks tasks, ProgramArrays arrays) {
        final FusedTasks fused = new FusedTasks(tasks, arrays);
        switch (step) {
            case Step.Single single -> new OpTasks(tasks, arrays).add(single);
            case Step.ConvolutionStep convolution -> fused.add(convolution);
            case Step.ConvolutionGradientStep gradient -> fused.add(gradient);
            case Step.ConvolutionUpdateStep update -> fused.add(update);
            case Step.LinearStep linear -> fused.add(linear);
            case Step.LinearGradientStep gradient -> fused.add(gradient);
            case Step.LinearUpdateStep update -> fused.add(update);
            case Step.AveragePoolStep pooling -> fused.add(pooling);
            case Step.AveragePoolGradientStep gradient -> fused.add(gradient);
            case Step.GatherStep gather -> fused.add(gather);
            case Step.ClassLossStep loss -> fused.add(loss);
            case Step.RecordStep end -> fused.add(end);
        }
    }
}
