package handgrad.backend.cpu.assembly;

import handgrad.backend.cpu.execution.Stage;
import handgrad.backend.cpu.execution.StageRunner;
import handgrad.backend.cpu.execution.ThreadCountTuner;
import handgrad.backend.cpu.execution.ThreadUse;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.Access;
import handgrad.backend.cpu.plan.KernelChoice;
import handgrad.backend.cpu.plan.Lowering;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.plan.Schedule;
import handgrad.backend.cpu.plan.WorkEstimate;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A program as stages of tasks, which any number of workers may take.
 *
 * @param program the program
 * @param memory the places of its tensors
 * @param stages the stages of a step, in order
 * @param threadUse how many of the threads do the work
 * @param tuner finds out how many threads are faster, where that is not known
 * @param needsWarmUp whether its kernels have to be compiled before it runs
 * @param data the data that it reads
 * @param elided the data sets it reads in place, as bytes
 */
public record ProgramPlan(
        Program program,
        Memory memory,
        Stage[] stages,
        ThreadUse threadUse,
        ThreadCountTuner tuner,
        boolean needsWarmUp,
        List<Tensor> data,
        List<DataStore> elided) {
    /**
     * Plans a program.
     *
     * @param kernels what can do the work
     * @param workers how many threads there are
     * @param program the program
     * @param residents the arrays that outlive a step
     * @param recorder notes how long each step takes
     */
    public static ProgramPlan of(
            KernelChoice kernels, int workers, Program program, ResidentTensors residents, ProfileRecorder recorder) {
        final Kernels chosen = kernels.of(WorkEstimate.of(program));
        // The first kernel takes longest to warm up, since it loads the Vector API: it had better begin at once.
        program.ops().stream()
                .filter(UpdateOp.Update.class::isInstance)
                .map(UpdateOp.Update.class::cast)
                .findAny()
                .ifPresent(update -> chosen.queueWarmUp(new KernelUse.Loop(StepFormulas.update(update.rule()))));
        final ThreadUse threadUse = ThreadUse.of(workers, program);
        final int used = threadUse == ThreadUse.ONE ? 1 : workers;
        final Set<Rewrite> rewrites = EnumSet.noneOf(Rewrite.class);
        rewrites.addAll(kernels.rewrites());
        if (chosen.pixelProducts().isEmpty()) {
            rewrites.remove(Rewrite.GATHER_ELISION);
        }
        final Schedule schedule = Schedule.of(Lowering.nodes(program, rewrites), rewrites);
        final Memory memory = new Memory(program, schedule, residents, used);
        return new ProgramPlan(
                program,
                memory,
                stages(schedule, new StepFactory(new StepContext(chosen, used, memory)), recorder),
                threadUse,
                new ThreadCountTuner(System::nanoTime),
                chosen.needWarmUp(),
                program.residents().stream()
                        .filter(tensor -> tensor.role() == Role.DATA)
                        .toList(),
                elided(schedule, residents));
    }

    private static List<DataStore> elided(Schedule schedule, ResidentTensors residents) {
        return schedule.phases().stream()
                .flatMap(phase -> phase.nodes().stream())
                .filter(node -> node.work() instanceof Node.Work.Scores)
                .map(node -> residents.data(
                        ((Node.Work.Scores) node.work()).batch().gather().data()))
                .toList();
    }

    /** Whether all data this plan expects as bytes are stored as bytes. */
    public boolean fitsData() {
        for (int d = 0; d < elided.size(); d++) {
            if (!elided.get(d).isPixels()) {
                return false;
            }
        }
        return true;
    }

    private static Stage[] stages(Schedule schedule, StepFactory factory, ProfileRecorder recorder) {
        final List<Stage> stages = new ArrayList<>();
        for (int p = 0; p < schedule.phases().size(); p++) {
            final Schedule.Phase phase = schedule.phases().get(p);
            if (phase.bySample()) {
                addSamples(stages, phase, factory, recorder);
            } else {
                final List<BlockStep> steps = new ArrayList<>();
                for (int n = 0; n < phase.nodes().size(); n++) {
                    final Node node = phase.nodes().get(n);
                    final List<Node> fusedUpdates = phase.fusedUpdates().get(n);
                    steps.add(recorder.watch(node, fusedUpdates, factory.blockStep(node, fusedUpdates)));
                }
                // Early blocks may run beside the last group of samples, which is the stage before.
                final int before = stages.size();
                final boolean overlaps =
                        p > 0 && endsWithLastGroup(schedule.phases().get(p - 1)) && schedule.mayOverlap(p);
                stages.add(Stage.early(steps, overlaps ? before - 1 : before));
                stages.add(Stage.blocks(steps, before + 1));
            }
        }
        return stages.stream().map(recorder::watch).toArray(Stage[]::new);
    }

    /** Adds the stages of a phase by samples. The last group is a stage of its own where others can begin before it. */
    private static void addSamples(
            List<Stage> stages, Schedule.Phase phase, StepFactory factory, ProfileRecorder recorder) {
        final List<SampleStep> steps = phase.nodes().stream()
                .map(node -> recorder.watch(node, factory.sampleStep(node)))
                .toList();
        final int before = stages.size();
        final int groups = groups(phase);
        if (phase.groupsInTask() > 1) {
            stages.add(Stage.samplesInTasks(steps, groups, phase.groupsInTask(), before));
            return;
        }
        if (groups > 1) {
            stages.add(Stage.samples(steps, 0, groups - 1, before));
        }
        stages.add(Stage.samples(steps, groups - 1, groups, before));
    }

    /** Whether a phase ends with a stage of the last group of samples after one of the others. */
    private static boolean endsWithLastGroup(Schedule.Phase phase) {
        return phase.bySample() && phase.groupsInTask() == 1 && groups(phase) > 1;
    }

    /** The groups of samples of a phase by samples. */
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

    /** The shared state of the workers that run the program together. */
    public StageRunner runner() {
        return new StageRunner(stages);
    }
}
