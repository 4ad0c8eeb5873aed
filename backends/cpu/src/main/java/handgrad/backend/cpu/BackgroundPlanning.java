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
 * * The kernels of a session that is to be opened, and what was begun with them: while the data are read, a thread
 * plans programs like those that will run, and another has the kernels compiled that these plans expect. The
 * session's own plans then find most of it done.
 */
final class BackgroundPlanning {
    private final DeviceOptions options;
    private final KernelChoice kernels;
    private final Optional<Begun> begun;

    /** Two threads that end by themselves, whether a session comes or not. */
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
                // Who opens the session hears what is wrong with a program; nobody may hear of one that was a guess.
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

    /** Only what the plans expect of the kernels matters. */
    private static void plan(DeviceOptions options, KernelChoice kernels, List<Program> programs) {
        final ResidentTensors residents = new ResidentTensors();
        programs.stream().flatMap(program -> program.residents().stream()).forEach(residents::add);
        for (final Program program : programs) {
            new ProgramPlan(kernels, options.threads(), program, residents, ProfileRecorder.NONE);
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

    /**
     * Returns when all that was begun is done: a kernel that is being compiled must not be called with all of its
     * work yet.
     */
    void finish() {
        begun.ifPresent(threads -> {
            KernelWarmUp.join(threads.planner());
            threads.warmUp().join();
        });
    }
}
