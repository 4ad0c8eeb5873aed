package handgrad.host.backend.opencl;

import handgrad.backend.DeviceException;
import handgrad.host.backend.opencl.plan.KernelPlan;
import handgrad.host.backend.opencl.plan.ProgramPlan;
import handgrad.program.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/** A program's kernels, compiled for a device, their arguments set once and for all. */
final class CompiledProgram implements AutoCloseable {
    /** How many steps a persistent kernel runs in one launch: short enough for a display's watchdog, long enough to make the launch cheap. */
    private static final int STEPS_AT_ONCE = 1000;

    private final ProgramPlan plan;
    private final cl_program program;
    private final List<cl_kernel> kernels = new ArrayList<>();

    private CompiledProgram(ProgramPlan plan, cl_program program) {
        this.plan = plan;
        this.program = program;
    }

    /**
     * Compiles a plan.
     *
     * @throws DeviceException if the driver's compiler fails; its log and the source are in a file that the message names
     */
    static CompiledProgram of(Connection connection, Program program, ProgramPlan plan, DeviceMemory memory) {
        final OpenClDevice device = connection.device();
        final String options =
                "-cl-std=CL1.2" + (device.dividesCorrectly() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
        final cl_program compiled =
                CL.clCreateProgramWithSource(connection.context(), 1, new String[] {ascii(plan.source())}, null, null);
        final CompiledProgram result = new CompiledProgram(plan, compiled);
        try {
            CL.clBuildProgram(compiled, 1, new cl_device_id[] {device.id()}, options, null, null);
            plan.kernels().forEach(kernel -> result.kernels.add(result.kernel(kernel, memory)));
            return result;
        } catch (final CLException e) {
            final String log = e.getStatus() == CL.CL_BUILD_PROGRAM_FAILURE ? log(compiled, device) : e.getMessage();
            result.close();
            throw new DeviceException(
                    "%s could not compile the program %s (%s): please report it with %s"
                            .formatted(device.name(), program.name(), OpenClErrors.name(e), kept(plan.source(), log)),
                    e);
        }
    }

    private cl_kernel kernel(KernelPlan kernelPlan, DeviceMemory memory) {
        final cl_kernel kernel = CL.clCreateKernel(program, kernelPlan.name(), null);
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

    /** The source without the comments' Greek letters and arrows, over which a driver's compiler could stumble. */
    private static String ascii(String source) {
        return source.replaceAll("[^\\x00-\\x7f]", "?");
    }

    private static String log(cl_program program, OpenClDevice device) {
        final long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device.id(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        final byte[] bytes = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(program, device.id(), CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    }

    /** Writes source and log to a file, and says which. */
    private static String kept(String source, String log) {
        try {
            final Path file = Files.createTempFile("handgrad-opencl-", ".log");
            Files.writeString(file, log + "\n\n---- source ----\n" + source);
            return "the compiler's log and the source in " + file;
        } catch (final IOException e) {
            return "the compiler's first line: " + log.lines().findFirst().orElse("none");
        }
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
        CL.clReleaseProgram(program);
    }
}
