package handgrad.host.devices;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Float64Backend;
import handgrad.backend.Float64Session;
import handgrad.host.UserError;
import handgrad.program.Program;
import java.util.List;

/** The float64 backend that checks compare with. */
public final class Float64Oracle {
    private Float64Oracle() {}

    /**
     * Opens a session in float64.
     *
     * @param programs what it will run
     * @return the session; the caller closes it
     * @throws UserError if no backend on the class path computes in float64
     */
    public static Float64Session open(List<Program> programs) {
        return Devices.installed().backends().stream()
                .filter(Float64Backend.class::isInstance)
                .map(Float64Backend.class::cast)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "no backend here computes in float64: put the module backend-reference on the class path"))
                .open(DeviceOptions.defaults(), programs);
    }
}
