package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.kernels.formula.FormulaKernels;
import handgrad.kernels.program.StepKernel;
import handgrad.program.Op;
import handgrad.program.Program;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import uk.ac.manchester.tornado.api.TaskGraph;

/** The tasks of a program's graph, within TornadoVM's limits. */
final class GraphTasks {
    /** TornadoVM allows 256 tasks in a graph; this leaves a margin. */
    static final int MAX_TASKS = 240;

    /** TornadoVM describes a graph's tasks in a buffer of 8192 bytes, with about 15 bytes a task and 5 a parameter. */
    private static final int MAX_DESCRIPTION = 8000;

    /**
     * A task of the graph.
     *
     * @param id its name in the graph, which starts with that of the kernel
     * @param ops the ops that it computes
     * @param kernel the Java method that TornadoVM compiles
     * @param generated what the method was generated from, if it was
     */
    record Task(String id, List<Op> ops, Method kernel, Optional<StepKernel> generated) {
        /** The names of the Java methods that compute an op: the kernel, or the helpers that it calls for the op. */
        List<String> javaKernels(Op op) {
            return generated
                    .map(step -> step.calls().stream()
                            .filter(call -> call.op().equals(op))
                            .map(call -> call.helper().getName() + "." + call.method())
                            .toList())
                    .orElseGet(() -> List.of(kernel.getDeclaringClass().getName() + "." + kernel.getName()));
        }

        /** The kernel and the ops, for messages. */
        String description() {
            return kernel.getDeclaringClass().getSimpleName() + "." + kernel.getName() + " (op "
                    + ops.stream().map(Op::name).collect(Collectors.joining(" + ")) + ")";
        }
    }

    /** TornadoVM allows 1024 nodes in a graph; this leaves a margin. */
    private static final int MAX_NODES = 1020;

    private final Program program;
    private final TaskGraph graph;
    private final List<Task> tasks = new ArrayList<>();
    private int descriptionBytes;

    GraphTasks(Program program, TaskGraph graph) {
        this.program = program;
        this.graph = graph;
    }

    /** The graph. */
    TaskGraph graph() {
        return graph;
    }

    /**
     * Registers the next task.
     *
     * @param group the ops that it computes
     * @param owner the class of the kernel
     * @param kernel the name of the name of the kernel's method, which is not overloaded
     * @return the task's id
     * @throws DeviceException if the graph would become too large
     */
    String next(OpGroup group, Class<?> owner, String kernel) {
        return next(
                group.ops(),
                Arrays.stream(owner.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals(kernel))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(owner + " has no kernel " + kernel)),
                Optional.empty());
    }

    private String next(List<Op> ops, Method kernel, Optional<StepKernel> generated) {
        final String id = kernel.getName() + "_" + tasks.size();
        tasks.add(new Task(id, ops, kernel, generated));
        descriptionBytes += 15 + 5 * kernel.getParameterCount();
        if (tasks.size() > MAX_TASKS || descriptionBytes > MAX_DESCRIPTION) {
            throw tooLarge();
        }
        return id;
    }

    /**
     * Adds the next task with a kernel that is generated from a formula, for which there is no method reference.
     *
     * @param group the ops that it computes
     * @param kernels the kernels with the formula
     * @param owner the class of the kernel, with the placeholder
     * @param kernel the name of the kernel's method
     * @param arguments its arrays and numbers
     * @throws DeviceException if the graph would become too large
     */
    void add(OpGroup group, FormulaKernels kernels, Class<?> owner, String kernel, Object... arguments) {
        final Method method = kernels.kernel(owner, kernel);
        add(group.ops(), method, Optional.empty(), type -> kernels.reference(method, type), arguments);
    }

    /**
     * Adds the next task with a generated kernel.
     *
     * @param ops the ops that it computes
     * @param kernel the kernel's method
     * @param generated what it was generated from, if it was
     * @param reference makes a function object of a functional interface from the kernel
     * @param arguments its arguments
     * @return the task's id
     * @throws DeviceException if the graph would become too large
     */
    String add(
            List<Op> ops,
            Method kernel,
            Optional<StepKernel> generated,
            Function<Class<?>, Object> reference,
            Object... arguments) {
        // TaskGraph.task is overloaded by the number of kernel parameters, which follow the id and the function.
        final Method adding = Arrays.stream(TaskGraph.class.getMethods())
                .filter(candidate ->
                        candidate.getName().equals("task") && candidate.getParameterCount() == 2 + arguments.length)
                .findFirst()
                .orElseThrow();
        final List<Object> all = new ArrayList<>();
        all.add(next(ops, kernel, generated));
        all.add(reference.apply(adding.getParameterTypes()[1]));
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
        return tasks.getLast().id();
    }

    /**
     * Checks the number of nodes of the complete graph: one for each array and task, one for each transfer of an array
     * in and out, and one for each array that a task may write.
     *
     * @param residents the number of resident arrays
     * @param locals the number of its own arrays
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
