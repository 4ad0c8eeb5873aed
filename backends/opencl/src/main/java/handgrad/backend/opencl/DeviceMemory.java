package handgrad.backend.opencl;

import handgrad.backend.DeviceException;
import handgrad.program.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/** A session's buffers: one for each resident tensor, and the arena. */
final class DeviceMemory implements AutoCloseable {
    private final Connection connection;
    private final Map<Tensor, cl_mem> residents = new LinkedHashMap<>();
    private final cl_mem arena;
    private final long bytes;

    /**
     * Makes the buffers; the residents' are zero.
     *
     * @throws DeviceException if the device has too little memory
     */
    DeviceMemory(Connection connection, Collection<Tensor> tensors, long arenaFloats) {
        this.connection = connection;
        final long arenaBytes = Math.max(1, arenaFloats) * Float.BYTES;
        final long residentBytes =
                tensors.stream().mapToLong(DeviceMemory::bytes).sum();
        final long largest = Math.max(
                arenaBytes,
                tensors.stream().mapToLong(DeviceMemory::bytes).max().orElse(0));
        this.bytes = residentBytes + arenaBytes;
        final OpenClDevice device = connection.device();
        if (residentBytes + arenaBytes > device.globalBytes() || largest > device.largestBytes()) {
            throw outOfMemory(residentBytes + arenaBytes, largest);
        }
        try {
            tensors.forEach(tensor -> residents.put(tensor, zeros(bytes(tensor))));
            arena = buffer(arenaBytes);
        } catch (final CLException e) {
            close();
            throw e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE || e.getStatus() == CL.CL_OUT_OF_RESOURCES
                    ? outOfMemory(residentBytes + arenaBytes, largest)
                    : OpenClErrors.whileWorking(device, e);
        }
    }

    private DeviceException outOfMemory(long wanted, long largest) {
        final OpenClDevice device = connection.device();
        return new DeviceException(
                ("%s has too little memory: %s wanted (the largest buffer %s), %s there (the largest buffer %s);"
                                + " take a smaller --batch")
                        .formatted(
                                device.name(),
                                OpenClDevice.bytes(wanted),
                                OpenClDevice.bytes(largest),
                                OpenClDevice.bytes(device.globalBytes()),
                                OpenClDevice.bytes(device.largestBytes())));
    }

    private static long bytes(Tensor tensor) {
        return 4L * tensor.size();
    }

    private cl_mem buffer(long bytes) {
        return CL.clCreateBuffer(connection.context(), CL.CL_MEM_READ_WRITE, bytes, null, null);
    }

    private cl_mem zeros(long bytes) {
        final cl_mem buffer = buffer(bytes);
        CL.clEnqueueFillBuffer(
                connection.queue(), buffer, Pointer.to(new int[1]), Integer.BYTES, 0, bytes, 0, null, null);
        return buffer;
    }

    /** How much of the device's memory the buffers take. */
    long bytes() {
        return bytes;
    }

    /** The buffer of a resident tensor. */
    cl_mem resident(Tensor tensor) {
        return residents.get(tensor);
    }

    /** The buffer of all that lives within a run. */
    cl_mem arena() {
        return arena;
    }

    /** Copies from the host, once all that was given to the device before is done. */
    void write(Tensor tensor, Pointer values) {
        connection.commands().write(resident(tensor), bytes(tensor), values);
    }

    /** Copies to the host, once all that was given to the device before is done. */
    void read(cl_mem buffer, long offset, long bytes, Pointer values) {
        connection.commands().read(buffer, offset, bytes, values);
    }

    @Override
    public void close() {
        residents.values().forEach(CL::clReleaseMemObject);
        residents.clear();
        if (arena != null) {
            CL.clReleaseMemObject(arena);
        }
    }
}
