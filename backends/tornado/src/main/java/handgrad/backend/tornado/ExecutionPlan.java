package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/**
 * An execution plan with its graphs. A lock admits one thread at a time to TornadoVM, whose caches and profiler are
 * shared by all plans.
 */
final class ExecutionPlan {
    private static final Object TORNADOVM = new Object();

    private final TornadoDevice device;
    private final TornadoExecutionPlan plan;

    ExecutionPlan(TornadoDevice device, List<ImmutableTaskGraph> graphs, Map<String, WorkerGrid> grids) {
        this.device = device;
        synchronized (TORNADOVM) {
            this.plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
            plan.withDevice(device);
            if (!grids.isEmpty()) {
                final GridScheduler scheduler = new GridScheduler();
                grids.forEach(scheduler::addWorkerGrid);
                plan.withGridScheduler(scheduler);
            }
        }
    }

    /** Compiles the kernels of a graph. */
    void compile(int graph) {
        synchronized (TORNADOVM) {
            plan.withGraph(graph).withPreCompilation();
        }
    }

    /**
     * Runs a graph.
     *
     * @return the result, for downloads until another graph runs
     */
    TornadoExecutionResult run(int graph) {
        synchronized (TORNADOVM) {
            // A plan keeps the results of all its runs, which would leak; withGraph creates a plan that is discarded.
            return plan.withGraph(graph).execute();
        }
    }

    /**
     * The result of a profiled run.
     *
     * @param result the result, for downloads until another graph runs
     * @param log the profiler's log, with the device time of each task
     * @param start the start of the run in nanoseconds, by {@link System#nanoTime}
     * @param nanos its duration until the device finished, without the overhead of the profiler
     */
    record Profiled(TornadoExecutionResult result, String log, long start, long nanos) {}

    /** Runs a graph under TornadoVM's profiler. */
    Profiled runProfiled(int graph) {
        synchronized (TORNADOVM) {
            plan.withProfiler(ProfilerMode.SILENT);
            try {
                plan.withGraph(graph);
                final long start = System.nanoTime();
                final TornadoExecutionResult result = plan.execute();
                device.sync(plan.getId());
                final long nanos = System.nanoTime() - start;
                return new Profiled(result, result.getProfilerResult().getProfileLog(), start, nanos);
            } finally {
                plan.withoutProfiler();
            }
        }
    }

    /**
     * The time that a task took on the device.
     *
     * @param log the profiler's log of a graph
     * @param task the task's full name, as {@code graph.task}
     * @return nanoseconds, or empty if the device did not run it
     */
    static Optional<Long> nanoseconds(String log, String task) {
        final Matcher entry = Pattern.compile(
                        "\"" + Pattern.quote(task) + "\"\\s*:\\s*\\{[^}]*\"TASK_KERNEL_TIME\"\\s*:\\s*\"(\\d+)\"")
                .matcher(log);
        return entry.find() ? Optional.of(Long.parseLong(entry.group(1))) : Optional.empty();
    }

    /**
     * The code that TornadoVM generated from a kernel. Its API does not offer it, but its OpenCL and PTX drivers both
     * have this method.
     *
     * @param task the task's full name, as {@code graph.task}
     * @param kernel the name of the kernel's method
     * @return the code, or empty if the kernel is not compiled
     * @throws DeviceException if this version of TornadoVM has no such method
     */
    Optional<String> code(String task, String kernel) {
        synchronized (TORNADOVM) {
            try {
                final Object context = device.getDeviceContext();
                final Method installed =
                        context.getClass().getMethod("getInstalledCode", long.class, String.class, String.class);
                final Object code = installed.invoke(context, plan.getId(), task, kernel);
                return code == null
                        ? Optional.empty()
                        : Optional.of((String) code.getClass()
                                .getMethod("getGeneratedSourceCode")
                                .invoke(code));
            } catch (final ReflectiveOperationException e) {
                throw new DeviceException("this version of TornadoVM does not show its code: " + ErrorMessage.of(e), e);
            }
        }
    }

    /** The language of the generated code. */
    String language() {
        return switch (device.getTornadoVMBackend()) {
            case OPENCL -> "OpenCL C";
            default -> device.getTornadoVMBackend().name();
        };
    }

    /** Waits for the device. */
    void finish() {
        synchronized (TORNADOVM) {
            device.sync(plan.getId());
        }
    }

    /** Frees the device's memory. */
    void close() {
        synchronized (TORNADOVM) {
            try {
                // Otherwise only the buffers of the graph that ran last are freed.
                plan.withAllGraphs();
                plan.close();
            } catch (final TornadoExecutionPlanException e) {
                throw new DeviceException("TornadoVM did not give back the device's memory: " + ErrorMessage.of(e), e);
            }
        }
    }
}
