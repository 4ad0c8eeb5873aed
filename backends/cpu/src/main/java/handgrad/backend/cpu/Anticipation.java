package handgrad.backend.cpu;

import handgrad.backend.DeviceOptions;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The kernels of a session that is to be opened, and what was begun with them: while the data are read, a thread plans programs like those that
 * will run, and another has the kernels compiled that these plans expect. The session's own plans then find most of it done.
 */
final class Anticipation {
    private final DeviceOptions options;
    private final KernelChoice kernels;
    private final Optional<Begun> begun;

    /** Two threads that end by themselves, whether a session comes or not. */
    private record Begun(Thread planner, Rehearsals rehearsals) {}

    private Anticipation(DeviceOptions options, KernelChoice kernels, Optional<Begun> begun) {
        this.options = options;
        this.kernels = kernels;
        this.begun = begun;
    }

    /** Nothing was begun. */
    static Anticipation nothing(DeviceOptions options, KernelChoice kernels) {
        return new Anticipation(options, kernels, Optional.empty());
    }

    /**
     * Begins, and returns at once.
     *
     * @param programs gives programs like those that will run
     */
    static Anticipation begin(DeviceOptions options, KernelChoice kernels, Supplier<List<Program>> programs) {
        final Rehearsals rehearsals = new Rehearsals(kernels.all(), options.threads());
        final Thread planner = Thread.ofPlatform()
                .daemon()
                .name("cpu-anticipation")
                // Who opens the session hears what is wrong with a program; nobody may hear of one that was a guess.
                .uncaughtExceptionHandler((_, _) -> {})
                .start(() -> {
                    try {
                        plan(options, kernels, programs.get());
                    } finally {
                        rehearsals.planned();
                    }
                });
        return new Anticipation(options, kernels, Optional.of(new Begun(planner, rehearsals)));
    }

    /** Only what the plans expect of the kernels matters. */
    private static void plan(DeviceOptions options, KernelChoice kernels, List<Program> programs) {
        final Residents residents = new Residents();
        programs.stream().flatMap(program -> program.residents().stream()).forEach(residents::add);
        for (final Program program : programs) {
            new Plan(kernels, options.threads(), program, residents, Instrument.NONE);
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

    /** Returns when all that was begun is done: a kernel that is being compiled must not be called with all of its work yet. */
    void finish() {
        begun.ifPresent(threads -> {
            Rehearsals.join(threads.planner());
            threads.rehearsals().join();
        });
    }
}
