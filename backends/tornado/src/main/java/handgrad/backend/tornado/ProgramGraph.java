package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.program.Program;
import java.util.List;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/**
 * A program as a task graph: one run of the graph is one run of the program.
 *
 * @param program the program
 * @param name the graph's name
 * @param graph what the execution plan runs
 * @param tasks its tasks in order
 * @param arrays where its tensors live
 */
record ProgramGraph(
        Program program, String name, ImmutableTaskGraph graph, List<GraphTasks.Task> tasks, ProgramArrays arrays) {
    /** What the residents are said to come from. TornadoVM takes them from the graph that ran last, whatever its name. */
    static final String RESIDENTS = "residents";

    /**
     * Lowers a program.
     *
     * @throws DeviceException if it is too large for a graph, or TornadoVM cannot make a task of a kernel
     */
    static ProgramGraph lower(
            Program program,
            String name,
            Residents residents,
            DistinctArrays distinct,
            Planner planner,
            Lowering lowering) {
        final List<Step> steps = planner.plan(program);
        final ProgramArrays arrays = new ProgramArrays(program, steps, residents, distinct);
        final TaskGraph graph = new TaskGraph(name);
        graph.consumeFromDevice(RESIDENTS, residents.arraysWithout(List.of()));
        final GraphTasks tasks = new GraphTasks(program, graph);
        for (final Step step : steps) {
            try {
                lowering.add(step, tasks, arrays);
            } catch (final DeviceException e) {
                throw e;
            } catch (final RuntimeException | Error e) {
                throw new DeviceException(failure(program, tasks.tasks().getLast(), e), e);
            }
        }
        tasks.checkNodes(residents.arraysWithout(List.of()).length, arrays.locals().length + arrays.constants().length);
        declare(graph, arrays);
        return new ProgramGraph(program, name, graph.snapshot(), tasks.tasks(), arrays);
    }

    /** Local arrays are only on the device, those that never change are uploaded once. */
    private static void declare(TaskGraph graph, ProgramArrays arrays) {
        if (arrays.locals().length > 0) {
            graph.transferToHost(DataTransferMode.UNDER_DEMAND, arrays.locals());
        }
        if (arrays.constants().length > 0) {
            graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays.constants());
        }
    }

    /** The message for a kernel that TornadoVM cannot compile. */
    static String failure(Program program, GraphTasks.Task task, Throwable failure) {
        return "TornadoVM cannot compile the kernel %s of the program %s: %s"
                .formatted(task.description(), program.name(), OneLine.of(failure));
    }

    /**
     * The message for a failure of TornadoVM's compiler, which seldom says what it was at: the first kernel that has no code yet. TornadoVM
     * compiles them in order.
     */
    String failure(SessionPlan plan, Throwable failure) {
        return tasks.stream()
                .filter(task ->
                        plan.code(fullName(task), task.kernel().getName()).isEmpty())
                .findFirst()
                .map(task -> failure(program, task, failure))
                .orElseGet(() ->
                        "TornadoVM cannot compile the program %s: %s".formatted(program.name(), OneLine.of(failure)));
    }

    /** The name of a task among those of all graphs. */
    String fullName(GraphTasks.Task task) {
        return name + "." + task.id();
    }
}
