package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/**
 * The execution plan with all graphs of a session. One thread at a time is let into TornadoVM, whose caches and profiler all plans share.
 */
final class SessionPlan {
    private static final Object TORNADOVM = new Object();

    private final TornadoDevice device;
    private final TornadoExecutionPlan plan;

    SessionPlan(TornadoDevice device, List<ImmutableTaskGraph> graphs) {
        this.device = device;
        synchronized (TORNADOVM) {
            this.plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
            plan.withDevice(device);
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
     * @return what its arrays can be downloaded from, until another graph runs
     */
    TornadoExecutionResult run(int graph) {
        synchronized (TORNADOVM) {
            // A plan keeps the results of all its runs; the one that withGraph makes goes with its only result.
            return plan.withGraph(graph).execute();
        }
    }

    /**
     * What came of a run that TornadoVM's profiler watched.
     *
     * @param result what the graph's arrays can be downloaded from, until another graph runs
     * @param log has each task's time on the device
     * @param start when the run began, in nanoseconds of {@link System#nanoTime}
     * @param nanos how long it took, until the device had finished: without what turning the profiler on and off and writing the log takes
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
     * @param log a graph's log
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
     * The code that TornadoVM made from a kernel. Its interface has no way to ask for it; its OpenCL and PTX drivers both have this one.
     *
     * @param task the task's full name, as {@code graph.task}
     * @param kernel the name of the kernel's method
     * @return the code, or empty if the kernel is not compiled
     * @throws DeviceException if this version of TornadoVM keeps it elsewhere
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
                throw new DeviceException("this version of TornadoVM does not show its code: " + OneLine.of(e), e);
            }
        }
    }

    /** What the code is written in. */
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

    /** Gives back the device's memory. */
    void close() {
        synchronized (TORNADOVM) {
            try {
                // Otherwise only the buffers of the graph that ran last are given back.
                plan.withAllGraphs();
                plan.close();
            } catch (final TornadoExecutionPlanException e) {
                throw new DeviceException("TornadoVM did not give back the device's memory: " + OneLine.of(e), e);
            }
        }
    }
}
