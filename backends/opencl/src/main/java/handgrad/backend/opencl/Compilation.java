package handgrad.backend.opencl;

import handgrad.backend.DeviceException;
import handgrad.backend.opencl.plan.ProgramPlan;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * The plans of several programs, compiled together: a driver needs a tenth of a second (PoCL) for each compilation
 * before it has seen a line, as long as for a whole program.
 */
final class Compilation implements AutoCloseable {
    private static final int LONGEST_LINE = 160;

    private final cl_program program;

    /**
     * Compiles plans.
     *
     * @param plans at least one, all with the same prelude
     * @throws DeviceException if the driver's compiler fails; the exception has its log and the source
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
                    "%s could not compile the programs (%s: %s): please report it"
                            .formatted(device.name(), OpenClErrors.name(e), firstError(log)),
                    log + "\n\n---- source ----\n" + source,
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

    /** The line of a compiler's log that says what it stumbled over. */
    private static String firstError(String log) {
        final String line = log.lines()
                .filter(text -> text.contains("error"))
                .findFirst()
                .or(() -> log.lines().findFirst())
                .orElse("no reason given")
                .strip();
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " …" : line;
    }

    @Override
    public void close() {
        CL.clReleaseProgram(program);
    }
}
