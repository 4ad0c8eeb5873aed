package handgrad.backend.opencl.plan;

import handgrad.backend.opencl.formula.FormulaLibrary;
import handgrad.backend.opencl.launch.Grid;
import handgrad.backend.opencl.launch.Launch;
import handgrad.backend.opencl.launch.Schedule;
import handgrad.backend.opencl.memory.MemoryPlan;
import handgrad.backend.opencl.plan.ProgramPlan.Output;
import handgrad.backend.opencl.rewrite.Rewrite;
import handgrad.backend.opencl.rewrite.Rewrites;
import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Routines;
import handgrad.backend.opencl.routine.Section;
import handgrad.backend.opencl.routine.Target;
import handgrad.backend.opencl.source.KernelWriter;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the plan of a program for a device. */
public final class Planner {
    /**
     * Up to so many multiplications a step, one work-group of a GPU that runs steps in a loop is faster than the
     * launches it saves: two or three of some microseconds each, in which a unit does about 30 multiplications a
     * nanosecond. On a CPU a launch costs so little that one core would lose more than it saves, whatever the size.
     */
    private static final long PERSISTENT_WORK = 256 * 1024;

    private final Target device;
    private final Set<Rewrite> rewrites;

    /** A planner for a device and the plan that it gets. */
    public Planner(Target device) {
        this(device, Rewrite.ALL);
    }

    /** A planner that leaves rewrites out, to check that they change no bit. */
    public Planner(Target device, Set<Rewrite> rewrites) {
        this.device = device;
        this.rewrites = rewrites;
    }

    /**
     * Plans a program.
     *
     * @param program the program
     * @param name what its kernels' names begin with, which must differ between plans that are compiled together
     * @return the plan
     */
    public ProgramPlan plan(Program program, String name) {
        final List<String> notes = new ArrayList<>();
        final Target target = targetFor(program, notes);
        final List<Routine> routines = lowered(target, program);
        final List<Launch> launches = Schedule.of(
                target.kind() == PlanKind.PLAIN ? routines : Rewrites.of(routines, program, target, rewrites), target);
        final MemoryPlan memory = new MemoryPlan(target, program, launches);
        notes.addAll(memory.notes());
        final FormulaLibrary formulas = new FormulaLibrary(name, target.lanes());
        final StringBuilder source = new StringBuilder();
        final List<KernelPlan> kernels = new ArrayList<>();
        for (final Launch launch : launches) {
            final String kernel = name + "_" + kernels.size();
            final KernelWriter writer = new KernelWriter(target, memory, launch, kernel);
            source.append(writer.source(formulas));
            kernels.add(plan(kernel, launch, writer, new Grid(target, launch)));
        }
        final Map<Tensor, Output> outputs = program.outputs().stream()
                .filter(tensor -> !tensor.role().isResident())
                .collect(Collectors.toMap(Function.identity(), tensor -> output(tensor, memory)));
        return new ProgramPlan(
                target.kind(),
                "#define LANES %d%n#define HAS_FMA %d%n%s"
                        .formatted(target.lanes(), target.hasFma() ? 1 : 0, Section.FUNCTIONS),
                "// %s, %s plan%n%s%s".formatted(program.name(), target.kind().label(), formulas.text(), source),
                kernels,
                memory.arenaFloats(),
                outputs,
                notes);
    }

    private static KernelPlan plan(String name, Launch launch, KernelWriter writer, Grid grid) {
        return new KernelPlan(
                name,
                ops(launch, Routine::ops),
                ops(launch, Routine::counted),
                writer.residents(),
                writer.usesArena(),
                grid.groups() * grid.localSize(),
                grid.localSize(),
                launch.kind() == Launch.Kind.PERSISTENT);
    }

    private static List<Op> ops(Launch launch, Function<Routine, List<Op>> ofRoutine) {
        return launch.routines().stream()
                .flatMap(routine -> ofRoutine.apply(routine).stream())
                .distinct()
                .toList();
    }

    private static Output output(Tensor tensor, MemoryPlan memory) {
        return new Output(memory.arenaOffset(tensor).orElseThrow(), memory.lanes(tensor));
    }

    private List<Routine> lowered(Target target, Program program) {
        return Routines.of(target, program, rewrites.contains(Rewrite.GATHER_ELISION));
    }

    private Target targetFor(Program program, List<String> notes) {
        if (device.kind() == PlanKind.CPU && hasTwoLayouts(lowered(device, program))) {
            notes.add("a tensor is both per sample and for all samples: plain plan");
            return device.with(PlanKind.PLAIN, false);
        }
        final boolean persists =
                device.kind() == PlanKind.GPU && device.mayPersist() && Work.of(program) <= PERSISTENT_WORK;
        return device.with(device.kind(), persists);
    }

    private static boolean hasTwoLayouts(List<Routine> routines) {
        final Map<Tensor, Boolean> bySample = new HashMap<>();
        return routines.stream()
                .flatMap(routine -> routine.operands().stream())
                .filter(operand -> !operand.tensor().role().isResident())
                .anyMatch(operand -> isOtherwise(operand, bySample));
    }

    private static boolean isOtherwise(Operand operand, Map<Tensor, Boolean> bySample) {
        final Boolean earlier = bySample.putIfAbsent(operand.tensor(), operand.bySample());
        return earlier != null && earlier != operand.bySample();
    }
}
