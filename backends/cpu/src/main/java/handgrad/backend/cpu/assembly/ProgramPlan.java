package handgrad.backend.cpu.assembly;

import handgrad.backend.cpu.execution.Stage;
import handgrad.backend.cpu.execution.StageRunner;
import handgrad.backend.cpu.execution.ThreadCountTuner;
import handgrad.backend.cpu.execution.ThreadUse;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.Access;
import handgrad.backend.cpu.plan.KernelChoice;
import handgrad.backend.cpu.plan.Lowering;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.plan.Schedule;
import handgrad.backend.cpu.plan.WorkEstimate;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A program as stages of tasks, which any number of workers may take. */
public final class ProgramPlan {
    private final Program program;
    private final Memory memory;
    private final Stage[] stages;
    private final ThreadUse threadUse;
    private final ThreadCountTuner tuner = new ThreadCountTuner(System::nanoTime);
    private final boolean needsWarmUp;
    private final List<Tensor> data;

    /**
     * Plans a program.
     *
     * @param kernels what can do the work
     * @param workers how many threads there are
     * @param program the program
     * @param residents the arrays that outlive a step
     * @param recorder looks on while it runs
     */
    public ProgramPlan(
            KernelChoice kernels, int workers, Program program, ResidentTensors residents, ProfileRecorder recorder) {
        this.program = program;
        final Kernels chosen = kernels.of(WorkEstimate.of(program));
        // The first warm-up also loads the Vector API and takes longest, so it begins at once.
        program.ops().stream()
                .filter(Update.class::isInstance)
                .findAny()
                .ifPresent(op -> chosen.queueWarmUp(new KernelUse.Loop(StepFormulas.update(((Update) op).rule()))));
        this.needsWarmUp = chosen.needWarmUp();
        this.threadUse = ThreadUse.of(workers, program);
        final int used = threadUse == ThreadUse.ONE ? 1 : workers;
        final Set<Rewrite> rewrites = EnumSet.copyOf(kernels.rewrites());
        if (chosen.pixelProducts().isEmpty()) {
            rewrites.remove(Rewrite.GATHER_ELISION);
        }
        final Schedule schedule = Schedule.of(Lowering.nodes(program, rewrites), rewrites);
        this.memory = new Memory(program, schedule, residents, used);
        this.stages = stages(
                schedule,
                new SampleStepFactory(chosen, used, memory),
                new BlockStepFactory(chosen, used, memory),
                recorder);
        this.data = program.residents().stream()
                .filter(tensor -> tensor.role() == Role.DATA)
                .toList();
    }

    /** Whether the plan's kernels need a JIT warm-up before it runs. */
    public boolean needsWarmUp() {
        return needsWarmUp;
    }

    private static Stage[] stages(
            Schedule schedule, SampleStepFactory sampleSteps, BlockStepFactory blockSteps, ProfileRecorder recorder) {
        final List<Stage> stages = new ArrayList<>();
        for (int p = 0; p < schedule.phases().size(); p++) {
            final Schedule.Phase phase = schedule.phases().get(p);
            final int before = stages.size();
            if (phase.bySample()) {
                final List<SampleStep> steps = phase.nodes().stream()
                        .map(node -> recorder.watch(node, sampleSteps.step(node)))
                        .toList();
                final int groups = groups(phase);
                // The last group is a stage of its own, for work that needs only the others.
                if (phase.groupsInTask() > 1) {
                    stages.add(Stage.samplesInTasks(steps, groups, phase.groupsInTask(), before));
                } else {
                    if (groups > 1) {
                        stages.add(Stage.samples(steps, 0, groups - 1, before));
                    }
                    stages.add(Stage.samples(steps, groups - 1, groups, before));
                }
            } else {
                final List<BlockStep> steps = IntStream.range(0, phase.nodes().size())
                        .mapToObj(n -> recorder.watch(
                                phase.nodes().get(n),
                                phase.fusedUpdates().get(n),
                                blockSteps.step(
                                        phase.nodes().get(n),
                                        phase.fusedUpdates().get(n))))
                        .toList();
                final boolean followsSamples = p > 0
                        && schedule.phases().get(p - 1).bySample()
                        && schedule.phases().get(p - 1).groupsInTask() == 1
                        && groups(schedule.phases().get(p - 1)) > 1;
                final boolean overlaps = followsSamples && schedule.mayOverlap(p);
                stages.add(Stage.early(steps, overlaps ? before - 1 : before));
                stages.add(Stage.blocks(steps, before + 1));
            }
        }
        return stages.stream().map(recorder::watch).toArray(Stage[]::new);
    }

    private static int groups(Schedule.Phase phase) {
        final List<Integer> batches = phase.nodes().stream()
                .flatMap(node -> node.accesses().stream())
                .filter(Access::bySample)
                .map(Access::resource)
                .filter(resource -> resource.representation() != Representation.PARTIAL)
                .map(resource -> resource.tensor().shape().batch())
                .distinct()
                .toList();
        if (batches.size() != 1) {
            throw new IllegalArgumentException("ops on batches of different sizes in one program: " + batches);
        }
        return GroupLayout.groups(batches.getFirst());
    }

    public Memory memory() {
        return memory;
    }

    /** Who does the work. */
    public ThreadUse threadUse() {
        return threadUse;
    }

    /** Finds out who does it sooner, where that is not known. */
    public ThreadCountTuner tuner() {
        return tuner;
    }

    /** What is planned. */
    public Program program() {
        return program;
    }

    /** The data that the program reads. */
    public List<Tensor> data() {
        return data;
    }

    /** Runs the program a number of times on the calling thread. */
    public void runAlone(int times) {
        for (int t = 0; t < times; t++) {
            for (final Stage stage : stages) {
                for (int task = 0; task < stage.tasks(); task++) {
                    stage.body().run(0, task);
                }
            }
        }
    }

    /** What several workers share who run the program together. */
    public StageRunner runner() {
        return new StageRunner(stages);
    }
}
