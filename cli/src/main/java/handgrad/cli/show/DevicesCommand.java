package handgrad.cli.show;

import handgrad.backend.DeviceInfo;
import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.devices.Devices;
import handgrad.host.json.Json;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code devices}: lists backends and devices. */
public final class DevicesCommand implements Command {
    /**
     * A device for {@code --json}.
     *
     * @param backend the backend's name
     * @param device what {@code --device} takes
     * @param name the device's own name
     * @param details driver, type, units, memory
     * @param usable whether it can be used
     * @param problem why not, or null
     */
    record Row(String backend, String device, String name, String details, boolean usable, String problem) {
        static Row of(String backend, DeviceInfo device) {
            return new Row(
                    backend,
                    device.selector(),
                    device.name(),
                    device.details(),
                    device.isUsable(),
                    device.problem().orElse(null));
        }
    }

    /**
     * The object of {@code --json}.
     *
     * @param devices each device
     * @param failures one line for each backend that could not be loaded
     */
    record Listing(List<Row> devices, List<String> failures) {}

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public String summary() {
        return "lists every backend and device: usable, or why not";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public Options options() {
        return Arguments.options(CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of("handgrad devices", "handgrad devices --json");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        arguments.operands(0);
        final Devices installed = Devices.installed();
        final List<Row> rows = installed.backends().stream()
                .flatMap(backend -> backend.devices().stream().map(device -> Row.of(backend.name(), device)))
                .toList();
        if (arguments.has("json")) {
            console.out().println(Json.text(new Listing(rows, installed.failures())));
        } else {
            final TextTable table = new TextTable("", Side.LEFT, Side.LEFT, Side.LEFT);
            table.row("--device", "name", "");
            rows.forEach(row ->
                    table.row(row.device(), row.name(), row.usable() ? row.details() : "NOT USABLE: " + row.problem()));
            console.out().println(table.text());
        }
        installed.failures().forEach(console.err()::println);
        return ExitCode.DONE;
    }
}
