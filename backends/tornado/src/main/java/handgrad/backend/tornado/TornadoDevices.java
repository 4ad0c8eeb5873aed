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

/** The devices that TornadoVM finds. */
final class TornadoDevices {
    private TornadoDevices() {}

    /**
     * A device with its place in TornadoVM's numbering.
     *
     * @param selector as {@code tornado:0:0}
     * @param device TornadoVM's handle
     */
    record Found(String selector, TornadoDevice device) {
        /** The device as the rest of the program knows it. */
        DeviceInfo info() {
            return new DeviceInfo(
                    selector,
                    device.getPhysicalDevice().getDeviceName().strip(),
                    details(device),
                    device.getDeviceType() == TornadoDeviceType.GPU,
                    Optional.empty());
        }
    }

    /** What the backend lists. */
    static List<DeviceInfo> all() {
        try {
            final List<Found> found = find();
            return found.isEmpty()
                    ? List.of(none("no device found"))
                    : found.stream().map(Found::info).toList();
        } catch (final RuntimeException | Error e) {
            return List.of(none(OneLine.of(e)));
        }
    }

    private static DeviceInfo none(String why) {
        return new DeviceInfo(
                Launch.NAME,
                "TornadoVM",
                "no device",
                Optional.of("TornadoVM finds no device it can use (" + why
                        + "): install a driver, or PoCL for the CPU, and try " + "\"tornado --devices\""));
    }

    /**
     * The device that {@code --device} asks for.
     *
     * @param path nothing for the first, or driver, or driver and device
     * @throws DeviceException if there is no such device
     */
    static Found choose(List<String> path) {
        final List<Found> found;
        try {
            found = find();
        } catch (final DeviceException e) {
            throw e;
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(none(OneLine.of(e)).problem().orElseThrow(), e);
        }
        if (found.isEmpty()) {
            throw new DeviceException(none("no device found").problem().orElseThrow());
        }
        final String wanted = Launch.NAME + path.stream().map(":"::concat).collect(Collectors.joining());
        return found.stream()
                .filter(device -> (device.selector() + ":").startsWith(wanted + ":"))
                .findFirst()
                .orElseThrow(() -> new DeviceException("there is no device " + wanted + "; TornadoVM has "
                        + found.stream().map(device -> device.info().toString()).collect(Collectors.joining(", "))));
    }

    private static List<Found> find() {
        // Before the first of TornadoVM's classes is initialised.
        Launch.problem().ifPresent(problem -> {
            throw new DeviceException(problem);
        });
        final List<Found> found = new ArrayList<>();
        final var drivers = TornadoExecutionPlan.getTornadoDeviceMap().getAllBackends();
        for (int driver = 0; driver < drivers.size(); driver++) {
            final List<TornadoDevice> devices = drivers.get(driver).getAllDevices();
            for (int device = 0; device < devices.size(); device++) {
                found.add(new Found("%s:%d:%d".formatted(Launch.NAME, driver, device), devices.get(device)));
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
