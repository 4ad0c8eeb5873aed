package handgrad.backend.tornado;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * Runs programs on TornadoVM's devices, {@code tornado[:DRIVER[:DEVICE]][:gpu|:plain]}, numbered as by {@code tornado
 * --devices}. This class refers to none of TornadoVM's, so that it loads in a JVM without them.
 */
public final class TornadoBackend implements Backend {
    /** Creates the backend without loading TornadoVM. */
    public TornadoBackend() {}

    @Override
    public String name() {
        return TornadoSettings.NAME;
    }

    @Override
    public List<DeviceInfo> devices() {
        final Optional<String> problem = TornadoSettings.problem();
        return problem.isPresent()
                ? List.of(new DeviceInfo(TornadoSettings.NAME, "TornadoVM", "not started", problem))
                : TornadoDevices.all();
    }

    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        return new SessionBuilder(DeviceSelection.of(options.path()), Planner::fused, Lowering::byKernels)
                .build(programs);
    }
}
