package handgrad.backend;

import handgrad.program.Program;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs programs on one kind of device: plain Java, the Vector API, OpenCL, TornadoVM. Backends are found by {@link
 * java.util.ServiceLoader}. So the class must load and construct even where its library or driver is missing; {@link
 * #devices} then says what is missing.
 */
public interface Backend {
    /**
     * The name that selects this backend in {@code --device}.
     *
     * @return lower case, without a colon
     */
    String name();

    /**
     * The devices that this backend finds, including unusable ones.
     *
     * @return at least one; if the backend itself cannot work, a device whose problem says why
     */
    List<DeviceInfo> devices();

    /**
     * Compiles programs for one device and allocates their tensors. The programs of a session share resident tensors by
     * name. State and parameters are zero until uploaded.
     *
     * @param options which device, and how to use it
     * @param programs the programs to run
     * @return the session, which the caller closes
     * @throws DeviceException if there is no such device, it cannot be used, or it cannot run one of the programs
     */
    Session open(DeviceOptions options, List<Program> programs);

    /**
     * Starts JIT warm-up in the background for a session that is about to be opened, while its data are still being
     * read. Returns at once. This is a hint and affects only speed; by default it does nothing.
     *
     * @param options which device, and how to use it
     * @param programs supplies the expected programs, whose number of samples may differ from the real ones; called
     *     from any thread, or never
     * @throws DeviceException if the device is already known not to exist
     */
    default void warmUp(DeviceOptions options, Supplier<List<Program>> programs) {}
}
