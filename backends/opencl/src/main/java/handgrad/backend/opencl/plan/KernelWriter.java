package handgrad.backend.opencl.plan;

import handgrad.backend.opencl.plan.RoutineWriter.Phase;
import handgrad.backend.opencl.plan.RoutineWriter.Placed;
import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a launch as a kernel: a function for each routine, and the kernel that calls them with their places in memory. */
final class KernelWriter {
    private static final String ALL = "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);\n";

    private final Target target;
    private final MemoryPlan memory;
    private final Launch launch;
    private final LaunchGrid grid;
    private final String name;
    private final RoutineWriter writer;
    private final Map<Tensor, String> residents = new LinkedHashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();

    KernelWriter(Target target, MemoryPlan memory, Launch launch, String name, RoutineWriter writer) {
        this.target = target;
        this.memory = memory;
        this.launch = launch;
        this.grid = new LaunchGrid(target, launch);
        this.name = name;
        this.writer = writer;
        launch.routines().stream()
                .flatMap(routine -> routine.operands().stream())
                .map(Operand::tensor)
                .filter(tensor -> tensor.role().isResident())
                .forEach(tensor -> residents.computeIfAbsent(tensor, this::identifier));
    }

    private String identifier(Tensor tensor) {
        String identifier = "t_" + tensor.name().replaceAll("[^A-Za-z0-9]+", "_");
        while (!taken.add(identifier)) {
            identifier += "_";
        }
        return identifier;
    }

    /** How it is launched. */
    KernelPlan plan() {
        return new KernelPlan(
                name,
                ops(Routine::ops),
                ops(Routine::counted),
                List.copyOf(residents.keySet()),
                usesArena(),
                grid.groups() * grid.localSize(),
                grid.localSize(),
                launch.kind() == Launch.Kind.PERSISTENT);
    }

    private List<Op> ops(Function<Routine, List<Op>> ofRoutine) {
        return launch.routines().stream()
                .flatMap(routine -> ofRoutine.apply(routine).stream())
                .distinct()
                .toList();
    }

    private boolean usesArena() {
        return launch.routines().stream()
                .flatMap(routine -> routine.operands().stream())
                .anyMatch(operand -> memory.arenaOffset(operand.tensor()).isPresent());
    }

    /** The text. */
    String source() {
        final StringBuilder text = new StringBuilder();
        for (int r = 0; r < launch.routines().size(); r++) {
            final Routine routine = launch.routines().get(r);
            final String items = target.kind() == PlanKind.PLAIN ? "1" : String.valueOf(target.items());
            text.append(writer.function(functionName(r), routine, placed(routine), samples(routine), items));
        }
        text.append("// ").append(title()).append('\n');
        text.append("__kernel __attribute__((reqd_work_group_size(%d, 1, 1)))%nvoid %s(%s) {%n"
                .formatted(grid.localSize(), name, parameters()));
        if (memory.localReals(launch) > 0) {
            text.append("    __local real memory[")
                    .append(memory.localReals(launch))
                    .append("];\n");
        }
        if (MemoryPlan.scratchFloats(launch) > 0) {
            text.append("    __local float scratch[")
                    .append(MemoryPlan.scratchFloats(launch))
                    .append("];\n");
        }
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

    private int samples(Routine routine) {
        return launch.kind() == Launch.Kind.BY_SAMPLE ? 1 : target.groups(routine.batch());
    }

    private String functionName(int index) {
        return name + "_r" + index + "_" + launch.routines().get(index).section();
    }

    private String parameters() {
        final List<String> parameters = residents.entrySet().stream()
                .map(entry -> "__global %s *restrict %s".formatted(scalar(entry.getKey()), entry.getValue()))
                .collect(Collectors.toCollection(ArrayList::new));
        if (usesArena()) {
            parameters.add("__global float *restrict arena");
        }
        if (launch.kind() == Launch.Kind.PERSISTENT) {
            parameters.add("int steps");
        }
        return String.join(", ", parameters);
    }

    private static String scalar(Tensor tensor) {
        return tensor.type() == ElementType.INT32 ? "int" : "float";
    }

    private List<Placed> placed(Routine routine) {
        return routine.operands().stream()
                .map(operand -> {
                    final Optional<Long> local = localOffset(operand);
                    final boolean isCopied = local.isPresent()
                            && operand.isWritten()
                            && memory.arenaOffset(operand.tensor()).isPresent();
                    return new Placed(operand, local.isPresent() ? "__local" : "__global", isCopied);
                })
                .toList();
    }

    private Optional<Long> localOffset(Operand operand) {
        return operand.tensor().role().isResident() ? Optional.empty() : memory.localOffset(launch, operand.tensor());
    }

    private String arguments(Routine routine, String scratch) {
        final List<String> arguments = new ArrayList<>();
        for (final Placed placed : placed(routine)) {
            final Operand operand = placed.operand();
            final Optional<Long> local = localOffset(operand);
            arguments.add(
                    local.isPresent()
                            ? "(__local %s *)(memory + %d)".formatted(operand.elementType(), local.get())
                            : inGlobalMemory(operand));
            if (placed.copied()) {
                arguments.add(inGlobalMemory(operand));
            }
        }
        if (routine.scratch() > 0) {
            arguments.add(scratch);
        }
        return String.join(", ", arguments);
    }

    private String inGlobalMemory(Operand operand) {
        final Tensor tensor = operand.tensor();
        final String shift = launch.kind() == Launch.Kind.BY_SAMPLE && operand.bySample()
                ? " + (size_t)group * " + tensor.shape().sampleSize()
                : "";
        if (tensor.role().isResident()) {
            return residents.get(tensor) + shift;
        }
        return "(__global %s *)(arena + %d)%s"
                .formatted(operand.elementType(), memory.arenaOffset(tensor).orElseThrow(), shift);
    }

    private String bySampleBody() {
        final StringBuilder text =
                new StringBuilder("    const int group = get_group_id(0), item = get_local_id(0);\n");
        final Barriers barriers = new Barriers(target, memory, launch);
        int turned = 0;
        for (int r = 0; r < launch.routines().size(); r++) {
            final Routine routine = launch.routines().get(r);
            if (barriers.isNeededBefore(routine)) {
                text.append("    ").append(ALL);
                turned = 0;
            }
            // Routines with little to do that need not wait for each other go to different warps.
            final boolean isSmall = target.shares() && routine.tasks() <= Tiling.GPU_WARP;
            final String item = isSmall && turned > 0
                    ? "(item + %d) %% %d".formatted(target.items() - turned * Tiling.GPU_WARP, target.items())
                    : "item";
            turned = isSmall ? (turned + 1) % (target.items() / Tiling.GPU_WARP) : turned;
            text.append("    %s(%s, group, %s, %d);%n"
                    .formatted(functionName(r), arguments(routine, "scratch"), item, target.items()));
        }
        return text.toString();
    }

    private String wideBody() {
        return "    %s(%s, 0, get_global_id(0), get_global_size(0));%n"
                .formatted(functionName(0), arguments(launch.routines().getFirst(), "scratch"));
    }

    /**
     * Each routine's tasks in a loop of which the other work-groups run no round: below an {@code if}, PoCL 3.1 mistakes barriers. What runs
     * in phases shares the barriers in between.
     */
    private String tasksBody() {
        final StringBuilder text = new StringBuilder(
                target.kind() == PlanKind.PLAIN
                        ? "    const int group = get_global_id(0), item = 0;\n"
                        : "    const int group = get_group_id(0), item = get_local_id(0);\n");
        final boolean hasPhases = launch.routines().stream().anyMatch(Routine::isPhased);
        text.append(hasPhases ? "    int values = 0, parts = 1;\n" : "");
        text.append(phase(hasPhases ? Phase.SUM : Phase.WHOLE));
        if (hasPhases) {
            text.append("    sum_of_parts(scratch, values, parts, item, %d);%n".formatted(target.items()));
            text.append(phase(Phase.STORE));
        }
        return text.toString();
    }

    private String phase(Phase phase) {
        final StringBuilder text = new StringBuilder();
        int from = 0;
        for (final Routine routine : grid.tasks()) {
            if (routine.isPhased() || phase != Phase.STORE) {
                text.append(
                        "    for (int task = group < %1$d ? %2$d : (group - %1$d) * %3$d; task < min(%2$d, (group - %1$d + 1) * %3$d); task++) {%n"
                                .formatted(from, routine.tasks(), grid.tasksPerGroup(routine)));
                text.append("        %s(%s, task, item);%n"
                        .formatted(function(routine, phase), arguments(routine, "scratch")));
                text.append(
                        routine.isPhased() && phase == Phase.SUM
                                ? "        values = %d, parts = %d;%n".formatted(routine.values(), routine.parts())
                                : "");
                text.append("    }\n");
            }
            from += grid.groupsOf(routine);
        }
        if (!grid.sequence().isEmpty()) {
            text.append("    if (group == %d) {%n".formatted(from));
            int used = 0;
            for (final Routine routine : grid.sequence()) {
                text.append("        %s(%s, item);%n"
                        .formatted(function(routine, phase), arguments(routine, "scratch + " + used)));
                used += routine.scratch();
            }
            text.append("    }\n");
        }
        return text.toString();
    }

    private String function(Routine routine, Phase phase) {
        final String whole = functionName(launch.routines().indexOf(routine));
        return routine.isPhased() ? phase.name(whole) : whole;
    }

    private String persistentBody() {
        final StringBuilder text = new StringBuilder("    const int item = get_local_id(0);\n");
        text.append("    for (int s = 0; s < steps; s++) {\n");
        final Barriers barriers = new Barriers(target, memory, launch);
        for (final Routine routine : launch.routines()) {
            text.append(barriers.isNeededBefore(routine) ? "        " + ALL : "");
            text.append(
                    switch (routine.kind()) {
                        case BY_SAMPLE ->
                            "        %s(%s, 0, item, %d);%n"
                                    .formatted(
                                            function(routine, Phase.WHOLE),
                                            arguments(routine, "scratch"),
                                            target.items());
                        case SEQUENCE -> "        " + phases(routine, "item", "        ", 0);
                        case TASKS ->
                            "        for (int task = 0; task < %d; task++) {%n            ".formatted(routine.tasks())
                                    + phases(routine, "task, item", "            ", routine.values())
                                    + (routine.isPhased() ? "            " + ALL : "")
                                    + "        }\n";
                    });
        }
        return text.append(target.shares() ? "        " + ALL : "")
                .append("    }\n")
                .toString();
    }

    /** A routine's phases one after the other, with what is between them. */
    private String phases(Routine routine, String last, String indent, int values) {
        final String between = indent
                + (values == 0
                        ? ALL
                        : "sum_of_parts(scratch, %d, %d, item, %d);%n"
                                .formatted(values, routine.parts(), target.items()))
                + indent;
        return Phase.of(routine).stream()
                .map(phase -> "%s(%s, %s);%n".formatted(function(routine, phase), arguments(routine, "scratch"), last))
                .collect(Collectors.joining(between));
    }
}
