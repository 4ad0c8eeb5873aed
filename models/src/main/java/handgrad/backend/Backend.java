package handgrad.backend;

import handgrad.program.Program;
import java.util.List;
import java.util.function.Supplier;

/**
 * A way of running programs: plain Java, the Vector API, OpenCL, TornadoVM. Backends are found with {@link java.util.ServiceLoader}; to be
 * found, a class must load and construct even where what it needs is missing, and say what is missing in {@link #devices}.
 */
public interface Backend {
    /**
     * The name by which {@code --device} chooses this backend.
     *
     * @return lower case, without a colon
     */
    String name();

    /**
     * The devices that this backend sees, the unusable ones too.
     *
     * @return at least one; where the backend itself cannot work, one that says why
     */
    List<DeviceInfo> devices();

    /**
     * Compiles programs for one device and makes room for their tensors. All programs of a session share the resident tensors by name. State
     * and parameters are zero until uploaded.
     *
     * @param options which device, and how to use it
     * @param programs what the session will run
     * @return the session, which the caller closes
     * @throws DeviceException if there is no such device, it cannot be used, or it cannot run one of the programs
     */
    Session open(DeviceOptions options, List<Program> programs);

    /**
     * Says that a session with programs like these will probably be opened soon, and that there is time until then, since its data have still to
     * be read: a backend whose code is compiled while it runs can begin with that. Returns at once. Nothing depends on it but time; a backend
     * that has no use for it does nothing.
     *
     * @param options which device, and how to use it
     * @param programs gives the programs, which may differ from the real ones in the number of samples; called by any thread, or not at all
     * @throws DeviceException if it is clear already that there is no such device
     */
    default void anticipate(DeviceOptions options, Supplier<List<Program>> programs) {}
}
