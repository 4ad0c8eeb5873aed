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

/** Runs programs with the kernels as plain Java on one thread: the reference for what the same source does on a GPU. */
public final class JavaBackend implements Backend, PeakSource {
    private static final DeviceInfo DEVICE = new DeviceInfo(
            "java",
            System.getProperty("java.vm.name") + " " + Runtime.version().feature(),
            "the kernels as plain Java loops, one thread",
            Optional.empty());

    /** A backend; it has no state, and all are alike. */
    public JavaBackend() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(DEVICE);
    }

    /** One thread's: the plain loops that measure it are compiled to vector code, as those of the kernels may be. */
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
