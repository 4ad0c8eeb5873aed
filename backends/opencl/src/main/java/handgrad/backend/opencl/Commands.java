package handgrad.backend.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * What a session has its device do, in order: the calls of the driver by which a device that is lost in the middle of a
 * training is noticed. All throw {@link org.jocl.CLException}.
 */
interface Commands {
    /**
     * Runs a kernel.
     *
     * @param event is told when it begins and ends, or null
     */
    void launch(cl_kernel kernel, long global, long local, cl_event event);

    /** Copies from the host, once all that was given to the device before is done. */
    void write(cl_mem buffer, long bytes, Pointer values);

    /** Copies to the host, once all that was given to the device before is done. */
    void read(cl_mem buffer, long offset, long bytes, Pointer values);

    /** Has the device begin with what it was given. */
    void flush();

    /** Waits until all is done. */
    void finish();

    /**
     * The commands of a queue.
     *
     * @param queue in order
     */
    record OfQueue(cl_command_queue queue) implements Commands {
        @Override
        public void launch(cl_kernel kernel, long global, long local, cl_event event) {
            CL.clEnqueueNDRangeKernel(queue, kernel, 1, null, new long[] {global}, new long[] {local}, 0, null, event);
        }

        @Override
        public void write(cl_mem buffer, long bytes, Pointer values) {
            CL.clEnqueueWriteBuffer(queue, buffer, CL.CL_TRUE, 0, bytes, values, 0, null, null);
        }

        @Override
        public void read(cl_mem buffer, long offset, long bytes, Pointer values) {
            CL.clEnqueueReadBuffer(queue, buffer, CL.CL_TRUE, offset, bytes, values, 0, null, null);
        }

        @Override
        public void flush() {
            CL.clFlush(queue);
        }

        @Override
        public void finish() {
            CL.clFinish(queue);
        }
    }
}
