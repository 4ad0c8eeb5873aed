package handgrad.host.backend.opencl;

import handgrad.backend.DeviceException;
import handgrad.host.backend.opencl.plan.ProgramPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * The plans of several programs, compiled together: a driver needs a tenth of a second (PoCL) for each compilation before it has seen a line,
 * as long as for a whole program.
 */
final class Compilation implements AutoCloseable {
    private final cl_program program;

    /**
     * Compiles plans.
     *
     * @param plans at least one, all with the same prelude
     * @throws DeviceException if the driver's compiler fails; its log and the source are in a file that the message names
     */
    Compilation(Connection connection, Collection<ProgramPlan> plans) {
        final OpenClDevice device = connection.device();
        final String options =
                "-cl-std=CL1.2" + (device.dividesCorrectly() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
        final String source = plans.iterator().next().prelude()
                + plans.stream().map(ProgramPlan::source).collect(Collectors.joining());
        program = CL.clCreateProgramWithSource(connection.context(), 1, new String[] {ascii(source)}, null, null);
        try {
            CL.clBuildProgram(program, 1, new cl_device_id[] {device.id()}, options, null, null);
        } catch (final CLException e) {
            final String log = e.getStatus() == CL.CL_BUILD_PROGRAM_FAILURE ? log(device) : e.getMessage();
            close();
            throw new DeviceException(
                    "%s could not compile the programs (%s): please report it with %s"
                            .formatted(device.name(), OpenClErrors.name(e), kept(source, log)),
                    e);
        }
    }

    /** A kernel, to be released by the caller. */
    cl_kernel kernel(String name) {
        return CL.clCreateKernel(program, name, null);
    }

    /** The source without the comments' Greek letters and arrows, over which a driver's compiler could stumble. */
    private static String ascii(String source) {
        return source.replaceAll("[^\\x00-\\x7f]", "?");
    }

    private String log(OpenClDevice device) {
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

    @Override
    public void close() {
        CL.clReleaseProgram(program);
    }
}
