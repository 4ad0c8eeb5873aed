package handgrad.host.backend.opencl;

import handgrad.host.backend.opencl.plan.KernelPlan;
import handgrad.host.backend.opencl.plan.ProgramPlan;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** A program's kernels, their arguments set once and for all. */
final class CompiledProgram implements AutoCloseable {
    /** How many steps a persistent kernel runs in one launch: short enough for a display's watchdog, long enough to make the launch cheap. */
    private static final int STEPS_AT_ONCE = 1000;

    private final ProgramPlan plan;
    private final List<cl_kernel> kernels = new ArrayList<>();

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
    void enqueue(cl_command_queue queue, int times) {
        if (plan.isPersistent()) {
            for (int done = 0; done < times; done += STEPS_AT_ONCE) {
                final KernelPlan only = plan.kernels().getFirst();
                final int stepsArgument = only.residents().size() + (only.usesArena() ? 1 : 0);
                CL.clSetKernelArg(kernels.getFirst(), stepsArgument, Sizeof.cl_int, Pointer.to(new int[] {
                    Math.min(STEPS_AT_ONCE, times - done)
                }));
                launch(queue, 0);
            }
            return;
        }
        for (int step = 0; step < times; step++) {
            for (int k = 0; k < kernels.size(); k++) {
                launch(queue, k);
            }
        }
    }

    private void launch(cl_command_queue queue, int k) {
        final KernelPlan kernel = plan.kernels().get(k);
        CL.clEnqueueNDRangeKernel(
                queue,
                kernels.get(k),
                1,
                null,
                new long[] {kernel.global()},
                new long[] {kernel.local()},
                0,
                null,
                null);
    }

    @Override
    public void close() {
        kernels.forEach(CL::clReleaseKernel);
        kernels.clear();
    }
}
