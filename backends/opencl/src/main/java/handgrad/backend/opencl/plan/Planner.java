package handgrad.backend.opencl.plan;

import handgrad.backend.opencl.plan.ProgramPlan.Output;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the plan of a program for a device. */
public final class Planner {
    /**
     * Up to so many multiplications a step, one work-group of a GPU that runs steps in a loop is faster than the launches it saves: two or
     * three of some microseconds each, in which a unit does about 30 multiplications a nanosecond. On a CPU a launch costs so little that one
     * core would lose more than it saves, whatever the size.
     */
    private static final long PERSISTENT_WORK = 256 * 1024;

    private final Target device;
    private final Sections sections = Sections.load();

    /**
     * A planner for a device.
     *
     * @param device what it is and which plan it gets
     */
    public Planner(Target device) {
        this.device = device;
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
        final List<Launch> launches = launches(program, target);
        final MemoryPlan memory = new MemoryPlan(target, program, launches);
        notes.addAll(memory.notes());
        final FormulaLibrary formulas = new FormulaLibrary(name, target.lanes());
        final RoutineWriter routines = new RoutineWriter(sections, formulas, target);
        final StringBuilder source = new StringBuilder();
        final List<KernelPlan> kernels = new ArrayList<>();
        for (int l = 0; l < launches.size(); l++) {
            final KernelWriter writer = new KernelWriter(target, memory, launches.get(l), name + "_" + l, routines);
            source.append(writer.source());
            kernels.add(writer.plan());
        }
        return new ProgramPlan(
                target.kind(),
                prelude(target),
                "// %s, %s plan%n%s%s".formatted(program.name(), target.kind().label(), formulas.text(), source),
                kernels,
                memory.arenaFloats(),
                outputs(program, target, launches, memory),
                notes);
    }

    /** What the source of every program for a target begins with. */
    private String prelude(Target target) {
        return "#define LANES %d%n#define HAS_FMA %d%n%s"
                .formatted(target.lanes(), target.hasFma() ? 1 : 0, sections.functions());
    }

    private Target targetFor(Program program, List<String> notes) {
        if (device.kind() == PlanKind.PLAIN) {
            return device;
        }
        if (device.kind() == PlanKind.CPU && hasTwoLayouts(program)) {
            notes.add("a tensor is both per sample and for all samples: plain plan");
            return device.withKind(PlanKind.PLAIN);
        }
        final boolean persists =
                device.kind() == PlanKind.GPU && device.mayPersist() && Work.of(program) <= PERSISTENT_WORK;
        return persists ? device.asPersistent() : device;
    }

    private boolean hasTwoLayouts(Program program) {
        final Map<Tensor, Boolean> bySample = new HashMap<>();
        for (final Routine routine : Fusion.none(program, new Routines(device, program))) {
            for (final Operand operand : routine.operands()) {
                final Boolean earlier = bySample.putIfAbsent(operand.tensor(), operand.bySample());
                if (earlier != null
                        && earlier != operand.bySample()
                        && !operand.tensor().role().isResident()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Launch> launches(Program program, Target target) {
        final Routines routines = new Routines(target, program);
        if (target.kind() == PlanKind.PLAIN) {
            return LaunchPlanner.plain(Fusion.none(program, routines));
        }
        final List<Routine> fused = Fusion.of(program, routines);
        final List<Routine> packed = target.lanes() > 1 ? Packing.of(fused) : fused;
        return target.persistent() ? LaunchPlanner.persistent(packed) : LaunchPlanner.fused(packed);
    }

    private static Map<Tensor, Output> outputs(
            Program program, Target target, List<Launch> launches, MemoryPlan memory) {
        final Map<Tensor, Output> outputs = new LinkedHashMap<>();
        for (final Tensor tensor : program.outputs()) {
            if (!tensor.role().isResident()) {
                final boolean isBySample = launches.stream()
                        .flatMap(launch -> launch.routines().stream())
                        .flatMap(routine -> routine.operands().stream())
                        .anyMatch(operand -> operand.tensor().equals(tensor) && operand.bySample());
                outputs.put(
                        tensor, new Output(memory.arenaOffset(tensor).orElseThrow(), isBySample ? target.lanes() : 1));
            }
        }
        return outputs;
    }
}
