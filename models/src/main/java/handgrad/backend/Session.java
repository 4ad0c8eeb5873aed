package handgrad.backend;

import handgrad.dataset.Inputs;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.Optional;

/**
 * Programs compiled for one device, with their tensors in its memory. Only one thread may use a session at a time. Host
 * arrays are row-major, and NCHW for images, whatever the layout on the device.
 */
public interface Session extends AutoCloseable {
    /**
     * The device that runs the programs.
     *
     * @return the device
     */
    DeviceInfo device();

    /**
     * A hint about what keeps the session from full speed, and how to fix it.
     *
     * @return one line for the user, or empty
     */
    default Optional<String> advice() {
        return Optional.empty();
    }

    /**
     * Fills a resident float tensor. The session may keep the array of a tensor of role DATA instead of copying it, so
     * the caller must not change that array afterwards. All other arrays are copied.
     *
     * @param tensor a resident tensor of one of the session's programs
     * @param values its elements
     * @throws IllegalArgumentException if no program has such a tensor, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    void upload(Tensor tensor, float[] values);

    /**
     * Fills a resident float tensor with the inputs of a data set, as {@link #upload(Tensor, float[])}. A session may
     * keep pixels as bytes and convert those of each batch to floats.
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
     * Reads a float tensor after all submitted work is done.
     *
     * @param tensor a resident tensor, or an output of the program that ran last
     * @param values receives its elements
     * @throws IllegalArgumentException if the tensor is neither of these, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    void download(Tensor tensor, float[] values);

    /**
     * Reads an int tensor, as {@link #download(Tensor, float[])}.
     *
     * @param tensor a resident tensor, or an output of the program that ran last
     * @param values receives its elements
     * @throws IllegalArgumentException if the tensor is neither of these, or the number of elements differs
     * @throws DeviceException if the device fails
     */
    void download(Tensor tensor, int[] values);

    /**
     * Runs a program a number of times in sequence. May return before the device has finished; later calls wait as
     * needed.
     *
     * @param program one of the session's programs
     * @param times the number of runs
     * @throws IllegalArgumentException if the session was not opened with this program
     * @throws DeviceException if the device fails
     */
    void run(Program program, int times);

    /**
     * Waits until all submitted work is done.
     *
     * @throws DeviceException if the device fails
     */
    void finish();

    /**
     * The session's statistics so far.
     *
     * @return the figures that this backend knows
     */
    default SessionStatistics statistics() {
        return SessionStatistics.UNKNOWN;
    }

    /** Frees the device's memory. A second call does nothing. */
    @Override
    void close();
}
