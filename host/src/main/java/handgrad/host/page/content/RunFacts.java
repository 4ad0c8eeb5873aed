package handgrad.host.page.content;

import handgrad.host.page.part.Fact;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.source.JsonObject;
import handgrad.host.page.source.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run was told, on what it ran and how long it took, as names and values. */
final class RunFacts {
    private RunFacts() {}

    /** What decides the result. */
    static List<Fact> configuration(StoredRun run) {
        final JsonObject config = run.config();
        return Fact.known(List.of(
                Fact.of("Model", config.text("model")),
                Fact.of("Parameters", count(config, "parameters")),
                Fact.of("Data", data(config)),
                Fact.of("Found in", config.text("datasetOrigin")),
                Fact.of("Limited to", count(config, "limit").map(number -> number + " training samples")),
                Fact.of("Epochs", count(config, "epochs")),
                Fact.of("Batch", count(config, "batch").map(number -> number + " samples a step")),
                Fact.of("Learning rate", config.shown("learningRate")),
                Fact.of("Optimiser", config.text("optimiser")),
                Fact.of("Schedule", config.text("schedule")),
                Fact.of("Penalty λ", config.shown("lambda")),
                Fact.of("λ scaled by", config.text("l2Scaling")),
                Fact.of("Seed", config.shown("seed")),
                Fact.of("Random numbers", config.text("rng")),
                Fact.of("Order of samples", config.text("sampling").map(RunFacts::withoutBrackets)),
                Fact.of("First parameters", config.text("initialiser").map(RunFacts::withoutBrackets)),
                Fact.of("Read from", config.text("init"))));
    }

    /** On what it ran. */
    static List<Fact> environment(StoredRun run) {
        final JsonObject config = run.config();
        final Optional<JsonObject> made = config.object("environment").or(() -> config.object("versions"));
        return Fact.known(List.of(
                Fact.of("Device", Optional.of(RunContent.device(run))),
                Fact.of("Device details", config.text("deviceDetails")),
                Fact.of("Asked for", config.text("requestedDevice").map(asked -> "--device " + asked)),
                Fact.of("Threads", count(config, "threads")),
                Fact.of("Processor", made.flatMap(object -> object.text("processor"))),
                Fact.of(
                        "Memory of the JVM",
                        made.map(object -> Quantity.orNaN(object.number("maximumHeapBytes")))
                                .filter(Double::isFinite)
                                .map(bytes -> "at most " + Quantity.bytes(bytes))),
                Fact.of("System", made.flatMap(object -> object.text("system"))),
                Fact.of("Java", made.flatMap(object -> object.text("java"))),
                Fact.of("Handgrad", made.flatMap(object -> object.text("handgrad"))),
                Fact.of("Commit", made.flatMap(object -> object.text("commit"))),
                Fact.of("Started", config.text("started"))));
    }

    /** How long it took. */
    static List<Fact> timings(StoredRun run) {
        if (run.result().isEmpty()) {
            return List.of();
        }
        final JsonObject result = run.result().get();
        final double seconds = Quantity.orNaN(result.number("trainSeconds"));
        final List<Fact> facts = new ArrayList<>(List.of(
                new Fact("Device", RunContent.device(run)),
                new Fact("Training", Quantity.seconds(seconds)),
                new Fact("Measuring the test set", Quantity.seconds(Quantity.orNaN(result.number("testSeconds"))))));
        run.steps().filter(steps -> !steps.rows().isEmpty()).ifPresent(steps -> {
            facts.add(new Fact("Steps", Quantity.count(steps.rows().size())));
            facts.add(new Fact(
                    "Mean step", Quantity.seconds(seconds / steps.rows().size())));
        });
        return facts;
    }

    private static Optional<String> data(JsonObject config) {
        return config.text("dataset")
                .map(name -> name + ", " + Quantity.count(Quantity.orNaN(config.number("trainSamples"))) + " + "
                        + Quantity.count(Quantity.orNaN(config.number("testSamples"))) + " samples");
    }

    private static Optional<String> count(JsonObject object, String key) {
        return object.number(key).stream().mapToObj(Quantity::count).findFirst();
    }

    /** Removes the empty brackets of a record without components. */
    private static String withoutBrackets(String text) {
        return text.endsWith("[]") ? text.substring(0, text.length() - 2) : text;
    }
}
