package handgrad.host.page.content;

import handgrad.host.page.part.Fact;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.source.JsonObject;
import java.util.List;
import java.util.Optional;

/** What the files of all measuring commands have in common. */
final class MeasurementFacts {
    private MeasurementFacts() {}

    /** Where it was measured, and the command that repeats it. */
    static void append(Part part, JsonObject figures) {
        figures.object("environment")
                .ifPresent(environment -> part.part("Environment")
                        .facts(devices(figures))
                        .facts(Fact.known(List.of(
                                Fact.of("Processor", environment.text("processor")),
                                Fact.of("System", environment.text("system")),
                                Fact.of("Java", environment.text("java")),
                                Fact.of("Handgrad", environment.text("handgrad")),
                                Fact.of("Commit", environment.text("commit")),
                                Fact.of(
                                        "Load before",
                                        environment.number("load").stream()
                                                .mapToObj(Quantity::number)
                                                .findFirst()),
                                Fact.of("Measured", environment.text("date"))))));
        figures.text("command").ifPresent(command -> part.part("Repeat it").command(command));
    }

    /** The driver, the units and the memory of each device. */
    private static List<Fact> devices(JsonObject figures) {
        return figures.objects("devices").stream()
                .filter(device -> device.text("deviceDetails").isPresent())
                .map(device -> new Fact(
                        "Device " + device(device),
                        shown(device, "deviceName") + "; " + shown(device, "deviceDetails")))
                .toList();
    }

    /** What could not be measured. */
    static void appendFailures(Part part, JsonObject figures) {
        final List<JsonObject> failures = figures.objects("failures");
        if (!failures.isEmpty()) {
            part.part("What could not be measured")
                    .list(failures.stream()
                            .map(failure -> shown(failure, "model") + " on " + shown(failure, "device") + ": "
                                    + shown(failure, "reason"))
                            .toList());
        }
    }

    /** A plain value, or a dash. */
    static String shown(JsonObject object, String key) {
        return object.shown(key).orElse(Quantity.UNKNOWN);
    }

    /** A number, or NaN. */
    static double number(JsonObject object, String key) {
        return Quantity.orNaN(object.number(key));
    }

    /** A number of an object inside, or NaN. */
    static double number(JsonObject object, String inside, String key) {
        return object.object(inside).map(one -> number(one, key)).orElse(Double.NaN);
    }

    /** The name that {@code --device} takes, which differs even for devices with the same own name. */
    static String device(JsonObject object) {
        return object.required("device");
    }

    /** Selector and name. */
    static String deviceWithName(JsonObject object) {
        final Optional<String> name = object.text("deviceName");
        return device(object) + name.map(text -> " (" + text + ")").orElse("");
    }
}
