package handgrad.host.backend.cpu;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.DevicePeaks;
import handgrad.backend.PeakSource;
import handgrad.backend.Session;
import handgrad.host.backend.Processor;
import handgrad.host.backend.ProcessorPeaks;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The host's own processor, all its cores and its vector units: the fastest way without a GPU. Samples go through the network in groups of 16, one
 * sample in each lane; docs/cpu-backend.md says how.
 */
public final class CpuBackend implements Backend, PeakSource {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Makes the kernels of a session: each has its own, which remember what they rehearsed. */
    private final Supplier<Kernels> kernels;

    /** For the service loader: with the Vector API where Java was started with it. */
    public CpuBackend() {
        // Without the module the class that uses it must not even be loaded.
        this(ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent() ? VectorKernels::new : PlainKernels::new);
    }

    /** With these kernels. */
    CpuBackend(Supplier<Kernels> kernels) {
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(device(kernels.get()));
    }

    private static DeviceInfo device(Kernels kernels) {
        return new DeviceInfo("cpu", Processor.name(), kernels.description(), Optional.empty());
    }

    @Override
    public DevicePeaks peaks(DeviceOptions options) {
        return ProcessorPeaks.measure(options.threads());
    }

    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        if (!options.path().isEmpty()) {
            throw new DeviceException("cpu has one device only: write --device cpu, without \":"
                    + String.join(":", options.path()) + "\"");
        }
        final Kernels own = kernels.get();
        return new CpuSession(device(own), own, options.threads(), programs);
    }
}
