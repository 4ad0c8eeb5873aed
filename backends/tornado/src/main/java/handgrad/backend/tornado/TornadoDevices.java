package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** TornadoVM's devices. */
final class TornadoDevices {
    private TornadoDevices() {}

    /**
     * A device with its number.
     *
     * @param selector its name for {@code --device}, such as {@code tornado:0:0}
     * @param device TornadoVM's handle
     */
    record Found(String selector, TornadoDevice device) {
        /** The most work-items of a group. */
        int largestGroup() {
            return (int) device.getPhysicalDevice().getDeviceMaxWorkGroupSize()[0];
        }

        /** Describes the device. */
        DeviceInfo info() {
            return new DeviceInfo(
                    selector,
                    device.getPhysicalDevice().getDeviceName().strip(),
                    details(device),
                    device.getDeviceType() == TornadoDeviceType.GPU,
                    Optional.empty());
        }
    }

    /** All devices, or one that says why there are none. */
    static List<DeviceInfo> all() {
        try {
            final List<Found> found = find();
            return found.isEmpty()
                    ? List.of(none("no device found"))
                    : found.stream().map(Found::info).toList();
        } catch (final RuntimeException | Error e) {
            return List.of(none(ErrorMessage.of(e)));
        }
    }

    private static DeviceInfo none(String why) {
        return new DeviceInfo(
                TornadoSettings.NAME,
                "TornadoVM",
                "no device",
                Optional.of("TornadoVM finds no device it can use (" + why
                        + "): install a driver, or PoCL for the CPU, and try " + "\"tornado --devices\""));
    }

    /**
     * Selects the device of {@code --device}.
     *
     * @param path empty for the first device, or the driver, or the driver and the device
     * @throws DeviceException if there is no such device
     */
    static Found choose(List<String> path) {
        final List<Found> found;
        try {
            found = find();
        } catch (final DeviceException e) {
            throw e;
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(none(ErrorMessage.of(e)).problem().orElseThrow(), e);
        }
        if (found.isEmpty()) {
            throw new DeviceException(none("no device found").problem().orElseThrow());
        }
        final String wanted =
                TornadoSettings.NAME + path.stream().map(":"::concat).collect(Collectors.joining());
        return found.stream()
                .filter(device -> (device.selector() + ":").startsWith(wanted + ":"))
                .findFirst()
                .orElseThrow(() -> new DeviceException("there is no device " + wanted + "; TornadoVM has "
                        + found.stream().map(device -> device.info().toString()).collect(Collectors.joining(", "))));
    }

    private static List<Found> find() {
        // Must precede the initialisation of TornadoVM's classes.
        TornadoSettings.problem().ifPresent(problem -> {
            throw new DeviceException(problem);
        });
        final List<Found> found = new ArrayList<>();
        final var drivers = TornadoExecutionPlan.getTornadoDeviceMap().getAllBackends();
        for (int driver = 0; driver < drivers.size(); driver++) {
            final List<TornadoDevice> devices = drivers.get(driver).getAllDevices();
            for (int device = 0; device < devices.size(); device++) {
                found.add(new Found("%s:%d:%d".formatted(TornadoSettings.NAME, driver, device), devices.get(device)));
            }
        }
        return found;
    }

    private static String details(TornadoDevice device) {
        return String.format(
                Locale.ROOT,
                "TornadoVM %s, %s, %s, %d units, %.1f GiB, %d KiB local",
                device.getTornadoVMBackend(),
                device.getPlatformName().strip(),
                device.getDeviceType().name().toLowerCase(Locale.ROOT),
                device.getPhysicalDevice().getDeviceMaxComputeUnits(),
                device.getMaxGlobalMemory() / 1073741824.0,
                device.getDeviceLocalMemorySize() / 1024);
    }
}
