package handgrad.backend.oracle;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Float64Backend;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;

/** Runs programs in float64 with plain loops on one thread: slow but accurate. */
public final class OracleBackend implements Float64Backend {
    private static final DeviceInfo DEVICE =
            new DeviceInfo("oracle", "float64 oracle", "plain double loops, one thread", Optional.empty());

    /** Creates the backend, which has no state. */
    public OracleBackend() {}

    @Override
    public String name() {
        return "oracle";
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(DEVICE);
    }

    @Override
    public OracleSession open(DeviceOptions options, List<Program> programs) {
        if (!options.path().isEmpty()) {
            throw new DeviceException("the oracle has one device only: use --device oracle, not --device oracle:"
                    + String.join(":", options.path()));
        }
        return new OracleSession(DEVICE, programs);
    }
}
