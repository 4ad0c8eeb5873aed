package handgrad.backend.reference;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.DevicePeaks;
import handgrad.backend.PeakSource;
import handgrad.backend.Session;
import handgrad.backend.processor.ProcessorPeaks;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;

/** Runs the kernels as plain Java on one thread: the reference for the same source on a GPU. */
public final class JavaBackend implements Backend, PeakSource {
    private static final DeviceInfo DEVICE = new DeviceInfo(
            "java",
            System.getProperty("java.vm.name") + " " + Runtime.version().feature(),
            "the kernels as plain Java loops, one thread",
            Optional.empty());

    /** Creates the backend, which has no state. */
    public JavaBackend() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(DEVICE);
    }

    /** The peaks of one thread, by plain loops, which the JIT compiler vectorises as it may the kernels. */
    @Override
    public DevicePeaks peaks(DeviceOptions options) {
        return ProcessorPeaks.measure(1, List.of());
    }

    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        if (!options.path().isEmpty()) {
            throw new DeviceException("the java backend has one device only: use --device java, not --device java:"
                    + String.join(":", options.path()));
        }
        return new JavaSession(DEVICE, programs);
    }
}
