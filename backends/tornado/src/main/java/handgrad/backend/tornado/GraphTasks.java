package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.kernels.formula.FormulaKernels;
import handgrad.program.Op;
import handgrad.program.Program;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * The tasks of a program's graph: their names, what each is for, and that there are not more than TornadoVM can take.
 */
final class GraphTasks {
    /** TornadoVM ends with 256 tasks in a graph; some are left as a margin. */
    static final int MAX_TASKS = 240;

    /** TornadoVM describes a graph's tasks in a buffer of 8192 bytes, about 15 bytes a task and 5 a parameter. */
    private static final int MAX_DESCRIPTION = 8000;

    /**
     * A task of the graph.
     *
     * @param id its name within the graph, which begins with the kernel's
     * @param step what it computes
     * @param kernel the Java method that TornadoVM compiles
     */
    record Task(String id, Step step, Method kernel) {
        /** Kernel and ops, for a message. */
        String description() {
            return kernel.getDeclaringClass().getSimpleName() + "." + kernel.getName() + " (op "
                    + step.ops().stream().map(Op::name).collect(Collectors.joining(" + ")) + ")";
        }
    }

    /** TornadoVM makes at most 1024 nodes of a graph. */
    private static final int MAX_NODES = 1020;

    private final Program program;
    private final TaskGraph graph;
    private final List<Task> tasks = new ArrayList<>();
    private int descriptionBytes;

    GraphTasks(Program program, TaskGraph graph) {
        this.program = program;
        this.graph = graph;
    }

    /** The graph that tasks are added to. */
    TaskGraph graph() {
        return graph;
    }

    /**
     * Names the next task.
     *
     * @param step what it computes
     * @param family the class of the kernel
     * @param kernel the kernel's method, not overloaded
     * @return the task's id
     * @throws DeviceException if the graph would become too large
     */
    String next(Step step, Class<?> family, String kernel) {
        return next(
                step,
                Arrays.stream(family.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals(kernel))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(family + " has no kernel " + kernel)));
    }

    private String next(Step step, Method kernel) {
        final String id = kernel.getName() + "_" + tasks.size();
        tasks.add(new Task(id, step, kernel));
        descriptionBytes += 15 + 5 * kernel.getParameterCount();
        if (tasks.size() > MAX_TASKS || descriptionBytes > MAX_DESCRIPTION) {
            throw tooLarge();
        }
        return id;
    }

    /**
     * Adds the next task by a kernel with a formula in it, which no method reference in a source can name.
     *
     * @param step what it computes
     * @param kernels the kernels with the formula
     * @param family the class of the kernel, as it is without one
     * @param kernel the kernel's method
     * @param arguments its arrays and numbers
     * @throws DeviceException if the graph would become too large
     */
    void add(Step step, FormulaKernels kernels, Class<?> family, String kernel, Object... arguments) {
        final Method method = kernels.kernel(family, kernel);
        // TaskGraph has a method "task" for each number of parameters: its own are the id, a function, and these.
        final Method adding = Arrays.stream(TaskGraph.class.getMethods())
                .filter(candidate ->
                        candidate.getName().equals("task") && candidate.getParameterCount() == 2 + arguments.length)
                .findFirst()
                .orElseThrow();
        final List<Object> all = new ArrayList<>();
        all.add(next(step, method));
        all.add(kernels.reference(method, adding.getParameterTypes()[1]));
        all.addAll(List.of(arguments));
        try {
            adding.invoke(graph, all.toArray());
        } catch (final InvocationTargetException e) {
            throw e.getCause() instanceof final RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Checks that the graph, now that it is complete, does not exceed TornadoVM's number of nodes: one for each array,
     * scalar and task, one for each array's way in and out, and one for each array that a task may write.
     *
     * @param residents how many arrays the graph takes over
     * @param locals how many it has of its own
     * @throws DeviceException if it is too large
     */
    void checkNodes(int residents, int locals) {
        int nodes = residents + locals + 2 * (residents + locals);
        for (final Task task : tasks) {
            nodes += 1
                    + (int) Arrays.stream(task.kernel().getParameterTypes())
                            .filter(Class::isArray)
                            .count();
        }
        if (nodes > MAX_NODES) {
            throw tooLarge();
        }
    }

    private DeviceException tooLarge() {
        return new DeviceException(
                "the program %s has %d ops, more than a TornadoVM graph can hold: choose another --device"
                        .formatted(program.name(), program.ops().size()));
    }

    /** The tasks so far. */
    List<Task> tasks() {
        return List.copyOf(tasks);
    }
}
