package handgrad.backend.opencl;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.DevicePeaks;
import handgrad.backend.PeakSource;
import handgrad.backend.Session;
import handgrad.backend.opencl.rewrite.Rewrite;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Runs programs on any device with an OpenCL 1.2 driver. {@code --device opencl} takes the first GPU, else the first
 * device; {@code opencl:1} and {@code opencl:NAME} choose one; {@code opencl:1:gpu} (or {@code :cpu}, {@code :plain})
 * forces a plan that the device would not get, so that it can be tested anywhere.
 */
public final class OpenClBackend implements Backend, PeakSource {
    static final String NAME = "opencl";

    private final UnaryOperator<Commands> wrapper;
    private final Set<Rewrite> rewrites;

    /** A backend; it has no state, and all are alike. */
    public OpenClBackend() {
        this(UnaryOperator.identity());
    }

    /** A backend whose commands go through a wrapper, as in {@link Connection}. */
    OpenClBackend(UnaryOperator<Commands> wrapper) {
        this(wrapper, Rewrite.ALL);
    }

    /** A backend that leaves rewrites out, to check that they change no bit. */
    OpenClBackend(Set<Rewrite> rewrites) {
        this(UnaryOperator.identity(), rewrites);
    }

    private OpenClBackend(UnaryOperator<Commands> wrapper, Set<Rewrite> rewrites) {
        this.wrapper = wrapper;
        this.rewrites = rewrites;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<DeviceInfo> devices() {
        try {
            return new OpenClDevices(System.getenv())
                    .find().stream().map(OpenClDevice::info).toList();
        } catch (final DeviceException e) {
            return List.of(new DeviceInfo(NAME, "OpenCL", "through JOCL", Optional.of(e.getMessage())));
        }
    }

    @Override
    public DevicePeaks peaks(DeviceOptions options) {
        return OpenClPeaks.measure(DeviceSelection.of(options.path(), new OpenClDevices(System.getenv()).find())
                .device());
    }

    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        final List<OpenClDevice> devices = new OpenClDevices(System.getenv()).find();
        return OpenClSession.open(DeviceSelection.of(options.path(), devices), programs, wrapper, rewrites);
    }
}
