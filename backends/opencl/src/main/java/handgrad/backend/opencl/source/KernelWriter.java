package handgrad.backend.opencl.source;

import handgrad.backend.opencl.formula.FormulaLibrary;
import handgrad.backend.opencl.launch.Grid;
import handgrad.backend.opencl.launch.Launch;
import handgrad.backend.opencl.memory.Barriers;
import handgrad.backend.opencl.memory.MemoryPlan;
import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Section;
import handgrad.backend.opencl.routine.Target;
import handgrad.program.ElementType;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes a launch as a kernel: a function for each routine, and the kernel that calls them with their places in memory.
 */
public final class KernelWriter {
    private static final String BARRIER = "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);\n";

    /** Work-items that run in step on a GPU: 32 on NVIDIA and Intel, and harmless elsewhere. */
    private static final int WARP = 32;

    private final Target target;
    private final MemoryPlan memory;
    private final Launch launch;
    private final Grid grid;
    private final String name;
    private final Map<Tensor, String> residents = new LinkedHashMap<>();
    private final Map<Routine, List<Place>> places = new IdentityHashMap<>();
    private final Map<Routine, String> functions = new IdentityHashMap<>();
    private final boolean usesArena;

    /** A writer of one kernel, of this name. */
    public KernelWriter(Target target, MemoryPlan memory, Launch launch, String name) {
        this.target = target;
        this.memory = memory;
        this.launch = launch;
        this.grid = new Grid(target, launch);
        this.name = name;
        final List<Tensor> tensors = launch.routines().stream()
                .flatMap(routine -> routine.operands().stream())
                .map(Operand::tensor)
                .toList();
        tensors.stream()
                .filter(tensor -> tensor.role().isResident())
                .forEach(tensor -> residents.computeIfAbsent(tensor, this::identifier));
        usesArena =
                tensors.stream().anyMatch(tensor -> memory.arenaOffset(tensor).isPresent());
        for (final Routine routine : launch.routines()) {
            functions.put(
                    routine,
                    name + "_r" + functions.size() + "_" + routine.section().name());
            places.put(routine, routine.operands().stream().map(this::place).toList());
        }
    }

    private String identifier(Tensor tensor) {
        String identifier = "t_" + tensor.name().replaceAll("[^A-Za-z0-9]+", "_");
        while (residents.containsValue(identifier)) {
            identifier += "_";
        }
        return identifier;
    }

    private Place place(Operand operand) {
        final Tensor tensor = operand.tensor();
        final Optional<Long> local = memory.localOffset(launch, tensor);
        if (local.isEmpty()) {
            return new Place(operand, "__global", List.of(inGlobalMemory(operand)));
        }
        final String address = "(__local %s *)(memory + %d)".formatted(operand.elementType(), local.get());
        final boolean isCopied =
                operand.isWritten() && memory.arenaOffset(tensor).isPresent();
        return new Place(operand, "__local", isCopied ? List.of(address, inGlobalMemory(operand)) : List.of(address));
    }

    private String inGlobalMemory(Operand operand) {
        final Tensor tensor = operand.tensor();
        final String start = tensor.role().isResident()
                ? residents.get(tensor)
                : "(__global %s *)(arena + %d)"
                        .formatted(
                                operand.elementType(),
                                memory.arenaOffset(tensor).orElseThrow());
        return launch.kind() == Launch.Kind.BY_SAMPLE && operand.bySample()
                ? start + " + (size_t)group * " + tensor.shape().sampleSize()
                : start;
    }

    /** The resident tensors that the kernel takes, in the order of its parameters. */
    public List<Tensor> residents() {
        return List.copyOf(residents.keySet());
    }

    /** Whether the arena follows the resident tensors. */
    public boolean usesArena() {
        return usesArena;
    }

    /** The functions and the kernel in OpenCL C; the library gets the functions of the routines' formulas. */
    public String source(FormulaLibrary formulas) {
        final StringBuilder text = new StringBuilder();
        for (final Routine routine : launch.routines()) {
            final int samples = launch.kind() == Launch.Kind.BY_SAMPLE ? 1 : target.groups(routine.batch());
            text.append(new RoutineWriter(formulas, target, routine, places.get(routine))
                    .function(functions.get(routine), samples, target.items()));
        }
        final List<String> parameters = new ArrayList<>();
        residents.forEach((tensor, identifier) -> {
            final String type = tensor.type() == ElementType.INT32 ? "int" : "float";
            parameters.add("__global %s *restrict %s".formatted(type, identifier));
        });
        if (usesArena) {
            parameters.add("__global float *restrict arena");
        }
        if (launch.kind() == Launch.Kind.PERSISTENT) {
            parameters.add("int steps");
        }
        text.append("// %s%n__kernel __attribute__((reqd_work_group_size(%d, 1, 1)))%nvoid %s(%s) {%n"
                .formatted(title(), grid.localSize(), name, String.join(", ", parameters)));
        text.append(array("real", "memory", memory.localReals(launch)));
        text.append(array("float", "scratch", launch.scratchFloats()));
        text.append(
                switch (launch.kind()) {
                    case BY_SAMPLE -> bySampleBody();
                    case TASKS -> tasksBody();
                    case WIDE -> wideBody();
                    case PERSISTENT -> persistentBody();
                });
        return text.append("}\n\n").toString();
    }

    private String title() {
        return switch (launch.kind()) {
            case BY_SAMPLE ->
                "One work-group takes one sample (or one group of lanes) through all that needs no other.";
            case TASKS -> "One work-group a task: sums over the samples, with what follows from them.";
            case WIDE -> "One routine over all samples.";
            case PERSISTENT -> "One work-group runs whole steps, one after the other.";
        };
    }

    private static String array(String type, String array, long size) {
        return size > 0 ? "    __local %s %s[%d];%n".formatted(type, array, size) : "";
    }

    /** A call of a routine's function for a phase. */
    private String call(Routine routine, Phase phase, String scratch, Object... last) {
        final Stream<String> operands = places.get(routine).stream().flatMap(place -> place.arguments().stream());
        final Stream<String> sums = Stream.of(scratch).filter(_ -> routine.scratch() > 0);
        final List<String> arguments = Stream.of(operands, sums, Stream.of(last).map(Object::toString))
                .flatMap(each -> each)
                .toList();
        final String function = functions.get(routine);
        return "%s(%s);%n"
                .formatted(routine.isPhased() ? phase.name(function) : function, String.join(", ", arguments));
    }

    private String bySampleBody() {
        final StringBuilder text =
                new StringBuilder("    const int group = get_group_id(0), item = get_local_id(0);\n");
        final Barriers barriers = new Barriers(target, memory, launch);
        final int items = target.items();
        int turned = 0;
        for (final Routine routine : launch.routines()) {
            if (barriers.isNeededBefore(routine)) {
                text.append("    ").append(BARRIER);
                turned = 0;
            }
            // Routines with little to do that need not wait for each other go to different warps.
            final boolean isSmall = items > 1 && routine.tasks() <= WARP;
            final String item =
                    isSmall && turned > 0 ? "(item + %d) %% %d".formatted(items - turned * WARP, items) : "item";
            turned = isSmall ? (turned + 1) % (items / WARP) : turned;
            text.append("    ").append(call(routine, Phase.WHOLE, "scratch", "group", item, items));
        }
        return text.toString();
    }

    private String wideBody() {
        final Routine only = launch.routines().getFirst();
        return "    " + call(only, Phase.WHOLE, "scratch", 0, "get_global_id(0)", "get_global_size(0)");
    }

    private String tasksBody() {
        final String start = target.kind() == PlanKind.PLAIN
                ? "    const int group = get_global_id(0), item = 0;\n"
                : "    const int group = get_group_id(0), item = get_local_id(0);\n";
        return launch.hasPhases()
                ? start + "    int values = 0, parts = 1;\n" + tasks(Phase.SUM)
                        + "    sum_of_parts(scratch, values, parts, item, %d);%n".formatted(target.items())
                        + tasks(Phase.STORE)
                : start + tasks(Phase.WHOLE);
    }

    /**
     * Each routine's tasks in a loop of which the other work-groups run no round: below an {@code if}, PoCL 3.1
     * mistakes barriers. Phases share the barriers in between.
     */
    private String tasks(Phase phase) {
        final StringBuilder text = new StringBuilder();
        int from = 0;
        for (final Routine routine : launch.ofKind(Section.Kind.TASKS)) {
            if (routine.isPhased() || phase != Phase.STORE) {
                final String first = "(group - %d) * %d".formatted(from, grid.tasksPerGroup(routine));
                final String end = "(group - %d + 1) * %d".formatted(from, grid.tasksPerGroup(routine));
                text.append("    for (int task = group < %d ? %d : %s; task < min(%d, %s); task++) {%n"
                        .formatted(from, routine.tasks(), first, routine.tasks(), end));
                text.append("        ").append(call(routine, phase, "scratch", "task", "item"));
                if (routine.isPhased() && phase == Phase.SUM) {
                    text.append("        values = %d, parts = %d;%n".formatted(routine.values(), routine.parts()));
                }
                text.append("    }\n");
            }
            from += grid.groupsOf(routine);
        }
        final List<Routine> sequence = launch.ofKind(Section.Kind.SEQUENCE);
        if (!sequence.isEmpty()) {
            text.append("    if (group == %d) {%n".formatted(from));
            int used = 0;
            for (final Routine routine : sequence) {
                text.append("        ").append(call(routine, phase, "scratch + " + used, "item"));
                used += routine.scratch();
            }
            text.append("    }\n");
        }
        return text.toString();
    }

    private String persistentBody() {
        final StringBuilder text = new StringBuilder("    const int item = get_local_id(0);\n");
        text.append("    for (int s = 0; s < steps; s++) {\n");
        final Barriers barriers = new Barriers(target, memory, launch);
        for (final Routine routine : launch.routines()) {
            text.append(barriers.isNeededBefore(routine) ? "        " + BARRIER : "");
            switch (routine.kind()) {
                case BY_SAMPLE ->
                    text.append("        ").append(call(routine, Phase.WHOLE, "scratch", 0, "item", target.items()));
                case SEQUENCE -> text.append(phases(routine, "        ", BARRIER, "item"));
                case TASKS -> {
                    final String sums = "sum_of_parts(scratch, %d, %d, item, %d);%n"
                            .formatted(routine.values(), routine.parts(), target.items());
                    text.append("        for (int task = 0; task < %d; task++) {%n".formatted(routine.tasks()));
                    text.append(
                            phases(routine, "            ", routine.values() == 0 ? BARRIER : sums, "task", "item"));
                    text.append(routine.isPhased() ? "            " + BARRIER : "");
                    text.append("        }\n");
                }
            }
        }
        return text.append(target.items() > 1 ? "        " + BARRIER : "")
                .append("    }\n")
                .toString();
    }

    /** A routine's phases one after the other, with what is between them. */
    private String phases(Routine routine, String indent, String between, Object... last) {
        final List<String> calls = Phase.of(routine).stream()
                .map(phase -> indent + call(routine, phase, "scratch", last))
                .toList();
        return String.join(indent + between, calls);
    }
}
