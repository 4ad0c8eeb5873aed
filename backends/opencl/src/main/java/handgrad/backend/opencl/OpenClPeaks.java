package handgrad.backend.opencl;

import handgrad.backend.DevicePeaks;
import handgrad.backend.DevicePeaks.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/** What an OpenCL device can do at most, measured by kernels that do nothing else. The best of several runs counts. */
final class OpenClPeaks implements AutoCloseable {
    private static final String SOURCE = "/handgrad/opencl/peaks.cl";

    /** Chains, lanes, and two operations for a fused multiply-add: as the kernel has them. */
    private static final double FLOPS_A_ROUND = 8 * 16 * 2;

    private static final int BYTES_AN_ITEM = 16;

    /** Enough to fill any device, and a multiple of every work-group's size. */
    private static final int ITEMS = 1 << 16;

    /**
     * Where each copies a stretch: enough for every core of a processor, and few enough for the stretches to be long.
     */
    private static final int ITEMS_WITH_STRETCHES = 1 << 10;

    private static final int RUNS = 30;

    /** For where one round alone takes long. */
    private static final double SECONDS_OF_ALL_RUNS = 0.4;

    /** Long against a launch, short against what else the machine does. */
    private static final double SECONDS_A_RUN = 0.008;

    private static final int MOST_ROUNDS = 1 << 20;

    /** Source and target together: from within a second-level cache to beyond it. */
    private static final long[] SIZES = {1 << 20, 8 << 20, 512 << 20};

    private final Connection connection;
    private final cl_program program;

    private OpenClPeaks(Connection connection) {
        this.connection = connection;
        this.program = CL.clCreateProgramWithSource(connection.context(), 1, new String[] {source()}, null, null);
        CL.clBuildProgram(program, 0, null, null, null, null);
    }

    /**
     * Measures a device.
     *
     * @throws handgrad.backend.DeviceException if it fails
     */
    static DevicePeaks measure(OpenClDevice device) {
        try (Connection connection = new Connection(device, UnaryOperator.identity());
                OpenClPeaks peaks = new OpenClPeaks(connection)) {
            final List<Level> levels = new ArrayList<>();
            for (final long size : SIZES) {
                if (size / 2 <= device.largestBytes() && size <= device.globalBytes() / 2) {
                    levels.add(new Level(size, peaks.bandwidth(size)));
                }
            }
            return new DevicePeaks(peaks.flops(), levels);
        } catch (final CLException e) {
            throw OpenClErrors.whileWorking(device, e);
        }
    }

    private static String source() {
        try (InputStream stream = Objects.requireNonNull(OpenClPeaks.class.getResourceAsStream(SOURCE))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double flops() {
        final cl_kernel kernel = CL.clCreateKernel(program, "arithmetic", null);
        final cl_mem sums = buffer((long) Float.BYTES * ITEMS);
        try {
            CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(sums));
            CL.clSetKernelArg(kernel, 1, Sizeof.cl_float, Pointer.to(new float[] {0.999f}));
            CL.clSetKernelArg(kernel, 2, Sizeof.cl_float, Pointer.to(new float[] {0.001f}));
            return FLOPS_A_ROUND * ITEMS * roundsPerSecond(kernel, ITEMS);
        } finally {
            CL.clReleaseMemObject(sums);
            CL.clReleaseKernel(kernel);
        }
    }

    private double bandwidth(long size) {
        return Math.max(copied(size, "copying", ITEMS), copied(size, "copying_stretches", ITEMS_WITH_STRETCHES));
    }

    private double copied(long size, String name, int items) {
        final cl_kernel kernel = CL.clCreateKernel(program, name, null);
        final cl_mem from = buffer(size / 2);
        final cl_mem to = buffer(size / 2);
        try {
            final int count = (int) (size / 2 / BYTES_AN_ITEM);
            CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(from));
            CL.clSetKernelArg(kernel, 1, Sizeof.cl_mem, Pointer.to(to));
            CL.clSetKernelArg(kernel, 2, Sizeof.cl_int, Pointer.to(new int[] {count}));
            return size * roundsPerSecond(kernel, Math.min(items, count));
        } finally {
            CL.clReleaseMemObject(from);
            CL.clReleaseMemObject(to);
            CL.clReleaseKernel(kernel);
        }
    }

    private cl_mem buffer(long bytes) {
        return CL.clCreateBuffer(connection.context(), CL.CL_MEM_READ_WRITE, bytes, null, null);
    }

    /** The best rate of several runs; the number of rounds is the kernel's argument 3. */
    private double roundsPerSecond(cl_kernel kernel, int items) {
        double best = 0;
        int rounds = 1;
        final long end = System.nanoTime() + (long) (1e9 * SECONDS_OF_ALL_RUNS);
        for (int run = 0; run < RUNS && (System.nanoTime() < end || best == 0); run++) {
            CL.clSetKernelArg(kernel, 3, Sizeof.cl_int, Pointer.to(new int[] {rounds}));
            final long start = System.nanoTime();
            CL.clEnqueueNDRangeKernel(connection.queue(), kernel, 1, null, new long[] {items}, null, 0, null, null);
            CL.clFinish(connection.queue());
            final double taken = (System.nanoTime() - start) / 1e9;
            best = Math.max(best, rounds / taken);
            if (taken < SECONDS_A_RUN && rounds < MOST_ROUNDS) {
                rounds *= 2;
            }
        }
        return best;
    }

    @Override
    public void close() {
        CL.clReleaseProgram(program);
    }
}
