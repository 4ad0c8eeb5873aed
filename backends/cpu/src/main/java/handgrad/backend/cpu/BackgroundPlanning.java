package handgrad.backend.cpu;

import handgrad.backend.DeviceOptions;
import handgrad.backend.cpu.assembly.ProfileRecorder;
import handgrad.backend.cpu.assembly.ProgramPlan;
import handgrad.backend.cpu.execution.KernelWarmUp;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.KernelChoice;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Planning and JIT warm-up while data are still being read. One thread plans programs like those that will run,
 * another warms up the kernels that these plans use; the session's own plans then find most of it done. The guess
 * changes no bit.
 */
final class BackgroundPlanning {
    private final DeviceOptions options;
    private final KernelChoice kernels;
    private final Optional<Begun> begun;

    /** Two threads that end by themselves, whether a session is opened or not. */
    private record Begun(Thread planner, KernelWarmUp warmUp) {}

    private BackgroundPlanning(DeviceOptions options, KernelChoice kernels, Optional<Begun> begun) {
        this.options = options;
        this.kernels = kernels;
        this.begun = begun;
    }

    /** Nothing was begun. */
    static BackgroundPlanning nothing(DeviceOptions options, KernelChoice kernels) {
        return new BackgroundPlanning(options, kernels, Optional.empty());
    }

    /**
     * Begins, and returns at once.
     *
     * @param programs gives programs like those that will run
     */
    static BackgroundPlanning begin(DeviceOptions options, KernelChoice kernels, Supplier<List<Program>> programs) {
        final KernelWarmUp warmUp = new KernelWarmUp(kernels.all(), options.threads());
        final Thread planner = Thread.ofPlatform()
                .daemon()
                .name("cpu-background-planning")
                // A guess may be wrong. What is wrong with a real program is reported when the session is opened.
                .uncaughtExceptionHandler((_, _) -> {})
                .start(() -> {
                    try {
                        plan(options, kernels, programs.get());
                    } finally {
                        warmUp.planned();
                    }
                });
        return new BackgroundPlanning(options, kernels, Optional.of(new Begun(planner, warmUp)));
    }

    /** Plans for the sake of the kernels that the plans ask for; the plans themselves are dropped. */
    private static void plan(DeviceOptions options, KernelChoice kernels, List<Program> programs) {
        final ResidentTensors residents = new ResidentTensors();
        programs.stream().flatMap(program -> program.residents().stream()).forEach(residents::add);
        for (final Program program : programs) {
            ProgramPlan.of(kernels, options.threads(), program, residents, ProfileRecorder.NONE);
        }
    }

    boolean isFor(DeviceOptions others) {
        return options.equals(others);
    }

    DeviceOptions options() {
        return options;
    }

    KernelChoice kernels() {
        return kernels;
    }

    /** Returns when both threads have ended: until a kernel is compiled it must not be called with all of its work. */
    void finish() {
        begun.ifPresent(threads -> {
            KernelWarmUp.join(threads.planner());
            threads.warmUp().join();
        });
    }
}
