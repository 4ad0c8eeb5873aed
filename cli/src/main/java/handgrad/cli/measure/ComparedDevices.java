package handgrad.cli.measure;

import handgrad.cli.option.Arguments;
import handgrad.cli.option.CommonOptions;
import handgrad.host.UsageError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import java.util.List;
import org.apache.commons.cli.Option;

/** {@code --device} of the commands that time several devices, one after the other. */
final class ComparedDevices {
    /** The reference of {@code check}; timing it would take hours, so it must be named. */
    private static final String ORACLE = "oracle";

    private ComparedDevices() {}

    /** The option. */
    static Option option() {
        return Arguments.repeated(
                "device",
                "D",
                "a device that 'handgrad devices' lists; may be repeated; default: every usable one but the oracle");
    }

    /**
     * The devices that are asked for. Wrong names are reported before hours are spent on the others.
     *
     * @throws UsageError if there is no backend of a name
     * @throws handgrad.backend.DeviceException if one is unusable
     */
    static List<String> of(Arguments arguments) {
        final Devices installed = Devices.installed();
        final int threads = CommonOptions.threads(arguments);
        final List<String> named = arguments.texts("device");
        if (named.contains(DeviceRequest.AUTO)) {
            throw new UsageError("--device auto: name devices, or leave --device out for every usable one");
        }
        if (named.isEmpty()) {
            return installed.usable(threads).stream()
                    .map(device -> device.request().toString())
                    .filter(device -> !device.equals(ORACLE))
                    .toList();
        }
        return named.stream()
                .map(DeviceRequest::parse)
                .map(request -> installed.choose(request, threads))
                .map(ChosenDevice::request)
                .map(DeviceRequest::toString)
                .distinct()
                .toList();
    }
}
