package handgrad.kernels.program;

/**
 * The placeholder of the class that {@link StepClass} generates, which has the same name: TornadoVM looks for the
 * annotations of a kernel in the class file of that name on the class path.
 */
final class GeneratedStep {
    private GeneratedStep() {}
}
