package handgrad.host.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handgrad.backend.DeviceInfo;
import java.util.List;
import java.util.stream.Stream;

/** Whether this machine has an OpenCL device: tests that need one are skipped without, unless HANDGRAD_REQUIRE_OPENCL is 1. */
final class OpenClHere {
    private OpenClHere() {}

    /** Skips the test, or fails it, where there is no device. */
    static void require() {
        final List<DeviceInfo> devices = new OpenClBackend().devices();
        final boolean isUsable = devices.stream().anyMatch(DeviceInfo::isUsable);
        final String reason =
                "no usable OpenCL device: " + devices.getFirst().problem().orElse("");
        if ("1".equals(System.getenv("HANDGRAD_REQUIRE_OPENCL"))) {
            assertTrue(isUsable, reason);
        }
        assumeTrue(isUsable, reason);
    }

    /** The device paths that force each plan, without and with steps run in one launch. */
    static Stream<List<String>> plans() {
        return Stream.of(
                List.of("plain"),
                List.of("cpu"),
                List.of("cpu", "launches"),
                List.of("gpu"),
                List.of("gpu", "launches"));
    }
}
