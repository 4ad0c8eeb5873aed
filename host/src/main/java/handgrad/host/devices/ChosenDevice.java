package handgrad.host.devices;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.Program;
import java.util.List;
import java.util.function.Supplier;

/**
 * A backend and how it shall be used.
 *
 * @param request what was asked for
 * @param backend what will do the work
 * @param options which of its devices, and with how many threads
 */
public record ChosenDevice(DeviceRequest request, Backend backend, DeviceOptions options) {
    /**
     * Compiles programs for the device.
     *
     * @param programs what will run
     * @return the session, which the caller closes
     * @throws handgrad.backend.DeviceException if there is no such device, it cannot be used, or it cannot run one of
     *     the programs
     */
    public Session open(List<Program> programs) {
        return backend.open(options, programs);
    }

    /**
     * Lets the backend get ready for a session while something else is done, as {@link Backend#warmUp} says.
     *
     * @param programs gives programs like those that will run
     * @throws handgrad.backend.DeviceException if it is clear already that there is no such device
     */
    public void warmUp(Supplier<List<Program>> programs) {
        backend.warmUp(options, programs);
    }

    /**
     * Explains the choice, if the program made it.
     *
     * @param device the device that was opened
     * @return one line, such as {@code cpu (…), chosen by --device auto as the fastest usable one}
     */
    public String explain(DeviceInfo device) {
        return request.isAutomatic()
                ? device + ", taken by --device auto as the fastest usable one for this model"
                : device.toString();
    }
}
