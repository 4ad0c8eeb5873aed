package handgrad.backend;

import handgrad.dataset.Inputs;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.Optional;

/**
 * Programs compiled for one device, with the memory of their tensors there. A session belongs to one thread at a time. Arrays are row-major,
 * NCHW for images, whatever the layout on the device.
 */
public interface Session extends AutoCloseable {
    /**
     * The device that does the work.
     *
     * @return the device
     */
    DeviceInfo device();

    /**
     * What keeps it from its full speed, and what to do about it.
     *
     * @return one line for a person, or empty if nothing is known to
     */
    default Optional<String> advice() {
        return Optional.empty();
    }

    /**
     * Fills a resident float tensor. The session may keep an array of role DATA rather than copy it, so the caller leaves such an array
     * unchanged afterwards; all others are copied.
     *
     * @param tensor a resident tensor of one of the session's programs
     * @param values its elements
     * @throws IllegalArgumentException if no program has such a tensor, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    void upload(Tensor tensor, float[] values);

    /**
     * Fills a resident float tensor with the inputs of a data set, as {@link #upload(Tensor, float[])}. A session may keep pixels as the bytes that they
     * are, and make floats of those that a step uses.
     *
     * @param tensor a resident tensor of one of the session's programs
     * @param inputs its elements
     * @throws IllegalArgumentException if no program has such a tensor, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    default void upload(Tensor tensor, Inputs inputs) {
        upload(tensor, inputs.floats());
    }

    /**
     * Fills a resident int tensor, as {@link #upload(Tensor, float[])}.
     *
     * @param tensor a resident tensor of one of the session's programs
     * @param values its elements
     * @throws IllegalArgumentException if no program has such a tensor, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    void upload(Tensor tensor, int[] values);

    /**
     * Reads a float tensor, once the device has finished what it was given.
     *
     * @param tensor a resident tensor, or an output of the program that ran last
     * @param values receives its elements
     * @throws IllegalArgumentException if there is no such tensor to be had, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    void download(Tensor tensor, float[] values);

    /**
     * Reads an int tensor, as {@link #download(Tensor, float[])}.
     *
     * @param tensor a resident tensor, or an output of the program that ran last
     * @param values receives its elements
     * @throws IllegalArgumentException if there is no such tensor to be had, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    void download(Tensor tensor, int[] values);

    /**
     * Runs a program a number of times, one run after the other. May return before the device has finished; whatever is called next waits as
     * far as it must.
     *
     * @param program one of the session's programs
     * @param times how often
     * @throws IllegalArgumentException if the session was not opened with this program
     * @throws DeviceException if the device fails
     */
    void run(Program program, int times);

    /**
     * Waits until the device has done all that it was given.
     *
     * @throws DeviceException if the device fails
     */
    void finish();

    /**
     * What the session knows of its own costs so far.
     *
     * @return the figures that this backend can tell
     */
    default SessionStatistics statistics() {
        return SessionStatistics.UNKNOWN;
    }

    /** Gives back the device's memory. Does nothing the second time. */
    @Override
    void close();
}
