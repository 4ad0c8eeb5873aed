package handgrad.backend.opencl;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/** A device's context and its queue, in order. */
final class Connection implements AutoCloseable {
    private final OpenClDevice device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final Commands commands;
    private Optional<cl_command_queue> timedQueue = Optional.empty();

    /**
     * Connects to a device.
     *
     * @param device the device
     * @param wrapper gets the queue's commands and gives those that are used: itself, unless a test wants to see or
     *     spoil them
     * @throws handgrad.backend.DeviceException if the driver refuses
     */
    // clCreateCommandQueue is deprecated since OpenCL 2.0, but what replaces it is missing from OpenCL 1.2.
    @SuppressWarnings("deprecation")
    Connection(OpenClDevice device, UnaryOperator<Commands> wrapper) {
        this.device = device;
        try {
            final cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
            context = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
            queue = CL.clCreateCommandQueue(context, device.id(), 0, null);
            commands = wrapper.apply(new Commands.OfQueue(queue));
        } catch (final CLException e) {
            throw OpenClErrors.whileWorking(device, e);
        }
    }

    OpenClDevice device() {
        return device;
    }

    cl_context context() {
        return context;
    }

    cl_command_queue queue() {
        return queue;
    }

    /** What the queue is told. */
    Commands commands() {
        return commands;
    }

    /**
     * A second queue, whose events know when they began and ended. What was given to the first one must be finished
     * before it is used.
     */
    // As in the constructor.
    @SuppressWarnings("deprecation")
    cl_command_queue timedQueue() {
        if (timedQueue.isEmpty()) {
            timedQueue = Optional.of(CL.clCreateCommandQueue(context, device.id(), CL.CL_QUEUE_PROFILING_ENABLE, null));
        }
        return timedQueue.get();
    }

    @Override
    public void close() {
        timedQueue.ifPresent(CL::clReleaseCommandQueue);
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }
}
