package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handgrad.backend.DeviceInfo;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether this machine has an OpenCL device: tests that need one are skipped without, unless HANDGRAD_REQUIRE_OPENCL is
 * 1.
 */
public final class OpenClHere {
    private OpenClHere() {}

    /** Skips the test, or fails it, where there is no device. */
    public static void require() {
        final List<DeviceInfo> devices = new OpenClBackend().devices();
        final boolean isUsable = devices.stream().anyMatch(DeviceInfo::isUsable);
        final String reason =
                "no usable OpenCL device: " + devices.getFirst().problem().orElse("");
        if ("1".equals(System.getenv("HANDGRAD_REQUIRE_OPENCL"))) {
            assertTrue(isUsable, reason);
        }
        assumeTrue(isUsable, reason);
    }

    /** As {@link #require}, and skips the test where another driver than PoCL would give devices too. */
    static void requirePoclOnly() {
        require();
        assumeTrue(
                new OpenClDevices(System.getenv()).find().stream().allMatch(OpenClDevice::isPocl),
                "there are devices besides PoCL's");
    }

    /** The device paths that force each plan. */
    static Stream<List<String>> plans() {
        return Stream.of(List.of("plain"), List.of("cpu"), List.of("gpu"), List.of("gpu", "launches"));
    }
}
