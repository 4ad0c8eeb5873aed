package handgrad.host.backend.cpu;

import handgrad.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A program as phases of tasks. Any number of workers may take the tasks of a phase; between two phases all must meet. */
final class Plan {
    /** What a phase's tasks are numbered by. The results do not depend on who does which. */
    private interface Phase {
        int tasks();

        void run(int worker, int task);
    }

    private record SamplePhase(SampleStep[] steps, int tasks) implements Phase {
        @Override
        public void run(int worker, int task) {
            for (final SampleStep step : steps) {
                step.run(worker, task);
            }
        }
    }

    private record BlockPhase(BlockStep[] steps, int[] firstTasks, int tasks) implements Phase {
        static BlockPhase of(List<BlockStep> steps) {
            final int[] first = new int[steps.size() + 1];
            for (int s = 0; s < steps.size(); s++) {
                first[s + 1] = first[s] + steps.get(s).blocks();
            }
            return new BlockPhase(steps.toArray(BlockStep[]::new), first, first[steps.size()]);
        }

        @Override
        public void run(int worker, int task) {
            int s = 0;
            while (task >= firstTasks[s + 1]) {
                s++;
            }
            steps[s].run(worker, task - firstTasks[s]);
        }
    }

    private final Program program;
    private final Memory memory;
    private final Phase[] phases;
    private final AtomicInteger[] nextTasks;
    private final boolean isSmall;

    Plan(Kernels kernels, int workers, Program program, Residents residents) {
        this.program = program;
        final long work = WorkEstimate.of(program);
        final Kernels chosen = work < WorkEstimate.TINY ? new PlainKernels() : kernels;
        this.isSmall = workers == 1 || work < WorkEstimate.SMALL;
        final Schedule schedule = Schedule.of(Lowering.nodes(program));
        this.memory = new Memory(program, schedule, residents, isSmall ? 1 : workers);
        final StepFactory factory = new StepFactory(chosen, isSmall ? 1 : workers, memory);
        final List<Phase> built = new ArrayList<>();
        for (final Schedule.Phase phase : schedule.phases()) {
            if (phase.bySample()) {
                built.add(new SamplePhase(
                        phase.nodes().stream().map(factory::sampleStep).toArray(SampleStep[]::new), groups(phase)));
            } else {
                final List<BlockStep> steps = new ArrayList<>();
                for (int n = 0; n < phase.nodes().size(); n++) {
                    steps.add(factory.blockStep(
                            phase.nodes().get(n), phase.riders().get(n)));
                }
                built.add(BlockPhase.of(steps));
            }
        }
        this.phases = built.toArray(Phase[]::new);
        this.nextTasks = new AtomicInteger[phases.length];
        for (int p = 0; p < phases.length; p++) {
            nextTasks[p] = new AtomicInteger();
        }
    }

    private static int groups(Schedule.Phase phase) {
        final List<Integer> batches = phase.nodes().stream()
                .flatMap(node -> node.accesses().stream())
                .filter(Access::bySample)
                .map(access -> access.resource().tensor().shape().batch())
                .distinct()
                .toList();
        if (batches.size() != 1) {
            throw new IllegalArgumentException("ops on batches of different sizes in one program: " + batches);
        }
        return Grid.groups(batches.getFirst());
    }

    Program program() {
        return program;
    }

    Memory memory() {
        return memory;
    }

    /** Whether a step is over before another thread could help. */
    boolean isSmall() {
        return isSmall;
    }

    /** Runs the program a number of times on the calling thread. */
    void runAlone(int times) {
        for (int t = 0; t < times; t++) {
            for (final Phase phase : phases) {
                for (int task = 0; task < phase.tasks(); task++) {
                    phase.run(0, task);
                }
            }
        }
    }

    /** Forgets what a run that failed has left behind. */
    void prepare() {
        for (final AtomicInteger next : nextTasks) {
            next.set(0);
        }
    }

    /** One worker's part of running the program a number of times. */
    void runTogether(int worker, int times, Barrier barrier) {
        for (int t = 0; t < times; t++) {
            for (int p = 0; p < phases.length; p++) {
                final Phase phase = phases[p];
                final AtomicInteger next = nextTasks[p];
                for (int task = next.getAndIncrement(); task < phase.tasks(); task = next.getAndIncrement()) {
                    phase.run(worker, task);
                }
                barrier.await(() -> next.set(0));
            }
        }
    }
}
