package handgrad.backend.opencl;

import handgrad.backend.StepProfile;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.opencl.plan.KernelPlan;
import handgrad.backend.opencl.plan.ProgramPlan;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** A program's kernels, their arguments set once and for all. */
final class CompiledProgram implements AutoCloseable {
    /**
     * How many steps a persistent kernel runs in one launch: short enough for a display's watchdog, long enough to make
     * the launch cheap.
     */
    private static final int STEPS_AT_ONCE = 1000;

    /** A group of steps that is watched should not be shorter: waiting for its end would be much of it. */
    private static final long SHORT_WATCH_NANOS = 2_500_000;

    /** More events would only take memory. */
    private static final int MOST_STEPS_WATCHED_AT_ONCE = 1024;

    private final ProgramPlan plan;
    private final List<cl_kernel> kernels = new ArrayList<>();
    private long launches;
    /** Enough for the device to have work while the host puts more into the queue; more where steps are short. */
    private int stepsWatchedAtOnce = 32;

    /** Makes the kernels of a plan, which must be part of the compilation. */
    CompiledProgram(Compilation compilation, ProgramPlan plan, DeviceMemory memory) {
        this.plan = plan;
        plan.kernels().forEach(kernel -> kernels.add(kernel(compilation, kernel, memory)));
    }

    private static cl_kernel kernel(Compilation compilation, KernelPlan kernelPlan, DeviceMemory memory) {
        final cl_kernel kernel = compilation.kernel(kernelPlan.name());
        final List<cl_mem> buffers = new ArrayList<>();
        kernelPlan.residents().forEach(tensor -> buffers.add(memory.resident(tensor)));
        if (kernelPlan.usesArena()) {
            buffers.add(memory.arena());
        }
        for (int b = 0; b < buffers.size(); b++) {
            CL.clSetKernelArg(kernel, b, Sizeof.cl_mem, Pointer.to(buffers.get(b)));
        }
        return kernel;
    }

    ProgramPlan plan() {
        return plan;
    }

    /** Gives the device a number of steps to do. */
    void enqueue(Commands commands, int times) {
        if (plan.isPersistent()) {
            for (int done = 0; done < times; done += STEPS_AT_ONCE) {
                setSteps(Math.min(STEPS_AT_ONCE, times - done));
                launch(commands, 0, null);
            }
            return;
        }
        for (int step = 0; step < times; step++) {
            for (int k = 0; k < kernels.size(); k++) {
                launch(commands, k, null);
            }
        }
    }

    /** Says how many steps the next launch of a persistent kernel is to do. */
    private void setSteps(int steps) {
        final KernelPlan only = plan.kernels().getFirst();
        final int argument = only.residents().size() + (only.usesArena() ? 1 : 0);
        CL.clSetKernelArg(kernels.getFirst(), argument, Sizeof.cl_int, Pointer.to(new int[] {steps}));
    }

    /** How many kernels were launched so far. */
    long launches() {
        return launches;
    }

    /**
     * Does a number of steps and asks the device when each kernel ran. As in a training, many steps go into the queue
     * at once.
     *
     * @param commands of a queue whose events are timed
     */
    StepProfile profile(Commands commands, int times) {
        final LaunchTimes seen = new LaunchTimes(kernels.size());
        for (int done = 0; done < times; ) {
            final int steps = Math.min(times - done, plan.isPersistent() ? STEPS_AT_ONCE : stepsWatchedAtOnce);
            final List<cl_event> events = new ArrayList<>();
            final long start = System.nanoTime();
            if (plan.isPersistent()) {
                setSteps(steps);
                watched(commands, 0, events);
            } else {
                for (int launch = 0; launch < steps * kernels.size(); launch++) {
                    watched(commands, launch % kernels.size(), events);
                }
            }
            commands.flush();
            commands.finish();
            final long nanos = System.nanoTime() - start;
            seen.add(events.stream().map(CompiledProgram::times).toList(), steps, nanos);
            events.forEach(CL::clReleaseEvent);
            if (nanos < SHORT_WATCH_NANOS) {
                stepsWatchedAtOnce = Math.min(2 * stepsWatchedAtOnce, MOST_STEPS_WATCHED_AT_ONCE);
            }
            done += steps;
        }
        return seen.profile(plan.kernels().stream()
                .map(kernel -> Piece.of(kernel.ops(), kernel.counted()))
                .toList());
    }

    private void watched(Commands commands, int k, List<cl_event> events) {
        events.add(new cl_event());
        launch(commands, k, events.getLast());
    }

    private static LaunchTimes.Launch times(cl_event event) {
        return new LaunchTimes.Launch(
                time(event, CL.CL_PROFILING_COMMAND_QUEUED),
                time(event, CL.CL_PROFILING_COMMAND_START),
                time(event, CL.CL_PROFILING_COMMAND_END));
    }

    private static long time(cl_event event, int what) {
        final long[] nanos = new long[1];
        CL.clGetEventProfilingInfo(event, what, Sizeof.cl_ulong, Pointer.to(nanos), null);
        return nanos[0];
    }

    private void launch(Commands commands, int k, cl_event event) {
        launches++;
        final KernelPlan kernel = plan.kernels().get(k);
        commands.launch(kernels.get(k), kernel.global(), kernel.local(), event);
    }

    @Override
    public void close() {
        kernels.forEach(CL::clReleaseKernel);
        kernels.clear();
    }
}
