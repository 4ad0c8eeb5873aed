package handgrad.cli.measure;

import handgrad.backend.DeviceException;
import handgrad.backend.PeakSource;
import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.Devices;
import handgrad.host.json.Json;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code measure-peaks}: what a device can do at most. For internal use: {@code bench} starts a process with it. */
public final class MeasurePeaksCommand implements Command {
    /** The name of the command. */
    public static final String NAME = "measure-peaks";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "measures a device's peaks; for the program's own use";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public Options options() {
        return Arguments.options(CommonOptions.device(), CommonOptions.threads());
    }

    @Override
    public List<String> examples() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final ChosenDevice device =
                Devices.installed().choose(CommonOptions.device(arguments), CommonOptions.threads(arguments));
        if (!(device.backend() instanceof final PeakSource source)) {
            throw new DeviceException("--device " + device.request()
                    + " cannot measure what it can do at most: fractions of its peak are not known");
        }
        console.out().println(Json.compact(source.peaks(device.options())));
        return ExitCode.DONE;
    }
}
