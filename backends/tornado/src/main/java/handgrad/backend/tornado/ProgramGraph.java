package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/**
 * A program as a task graph: one run of the graph is one run of the program.
 *
 * @param program the program
 * @param name the graph's name
 * @param graph the graph as the execution plan runs it
 * @param tasks the tasks in order
 * @param arrays the arrays of its tensors
 * @param grids the work-groups of generated kernels, by the full name of the task
 * @param steps [1], for a kernel that runs several steps: their number
 */
record ProgramGraph(
        Program program,
        String name,
        ImmutableTaskGraph graph,
        List<GraphTasks.Task> tasks,
        TensorArrays arrays,
        Map<String, WorkerGrid> grids,
        Optional<int[]> steps) {
    /** The name of the source of residents. TornadoVM ignores it and takes them from the graph that ran last. */
    static final String RESIDENTS = "residents";

    /**
     * Lowers a program.
     *
     * @throws DeviceException if it is too large for a graph, or TornadoVM cannot create a task
     */
    static ProgramGraph lower(
            Program program,
            String name,
            ResidentTensors residents,
            DistinctArrays distinct,
            Planner planner,
            Lowering lowering) {
        final List<OpGroup> groups = planner.plan(program);
        final ProgramArrays arrays = new ProgramArrays(program, groups, residents, distinct);
        final TaskGraph graph = new TaskGraph(name);
        graph.consumeFromDevice(RESIDENTS, residents.arraysWithout(List.of()));
        final GraphTasks tasks = new GraphTasks(program, graph);
        for (final OpGroup group : groups) {
            try {
                lowering.add(group, tasks, arrays);
            } catch (final DeviceException e) {
                throw e;
            } catch (final RuntimeException | Error e) {
                throw new DeviceException(failure(program, tasks.tasks().getLast(), e), e);
            }
        }
        tasks.checkNodes(residents.arraysWithout(List.of()).length, arrays.locals().length + arrays.constants().length);
        declare(graph, arrays);
        return new ProgramGraph(program, name, graph.snapshot(), tasks.tasks(), arrays, Map.of(), Optional.empty());
    }

    /** Local arrays are only on the device; constants are uploaded once. */
    static void declare(TaskGraph graph, TensorArrays arrays) {
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
                .formatted(task.description(), program.name(), ErrorMessage.of(failure));
    }

    /**
     * The message for a failure of TornadoVM's compiler, which rarely names the kernel. Kernels are compiled in order,
     * so it is the first one without code.
     */
    String failure(ExecutionPlan plan, Throwable failure) {
        return tasks.stream()
                .filter(task ->
                        plan.code(fullName(task), task.kernel().getName()).isEmpty())
                .findFirst()
                .map(task -> failure(program, task, failure))
                .orElseGet(() -> "TornadoVM cannot compile the program %s: %s"
                        .formatted(program.name(), ErrorMessage.of(failure)));
    }

    /** The name of a task, unique among all graphs. */
    String fullName(GraphTasks.Task task) {
        return name + "." + task.id();
    }
}
