package handgrad.backend.tornado;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * Runs programs on what TornadoVM finds: {@code tornado[:DRIVER[:DEVICE]]}, numbered as {@code tornado --devices} does. This class touches
 * none of TornadoVM's, so that it loads in a JVM that was started without it.
 */
public final class TornadoBackend implements Backend {
    /** Constructs the backend; all work is left to the methods. */
    public TornadoBackend() {}

    @Override
    public String name() {
        return Launch.NAME;
    }

    @Override
    public List<DeviceInfo> devices() {
        final Optional<String> problem = Launch.problem();
        return problem.isPresent()
                ? List.of(new DeviceInfo(Launch.NAME, "TornadoVM", "not started", problem))
                : TornadoDevices.all();
    }

    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        return new SessionBuilder(TornadoDevices.choose(options.path()), Planner::fused, Lowering::byKernels)
                .build(programs);
    }
}
