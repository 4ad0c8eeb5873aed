package handgrad.host.page.content;

import static handgrad.host.page.content.MeasurementFacts.number;
import static handgrad.host.page.content.MeasurementFacts.shown;

import handgrad.host.ShellText;
import handgrad.host.page.part.Axis;
import handgrad.host.page.part.Axis.Format;
import handgrad.host.page.part.Axis.Scale;
import handgrad.host.page.part.Chart;
import handgrad.host.page.part.Fact;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.part.Series;
import handgrad.host.page.part.Series.Look;
import handgrad.host.page.part.Table;
import handgrad.host.page.part.Table.Column;
import handgrad.host.page.source.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Trainings over a grid of settings, the best first.
 *
 * @param figures what sweep found
 */
public record SweepContent(JsonObject figures) implements Content {
    /** More bars than a reader compares. */
    private static final int MOST_BARS = 30;

    @Override
    public String title() {
        return "Sweep of " + figures.required("model");
    }

    @Override
    public String lead() {
        return figures.object("best")
                .flatMap(best -> best.object("values"))
                .map(values -> "The best by " + shown(figures, "bestBy") + ": " + text(values) + ".")
                .orElse("No training of it has finished.");
    }

    private static String text(JsonObject values) {
        return values.keys().stream().map(key -> key + " " + shown(values, key)).collect(Collectors.joining(", "));
    }

    @Override
    public void write(Part part) {
        part.tiles(List.of(
                new Fact("Finished", Quantity.count(number(figures, "finished"))),
                new Fact("Failed", Quantity.count(number(figures, "failed"))),
                new Fact("Not run yet", Quantity.count(number(figures, "open")))));
        final List<JsonObject> settings = figures.objects("settings");
        if (!settings.isEmpty()) {
            part.part("Settings").charts(charts(settings)).table(table(settings));
        }
        writeFailures(part);
        part.part("Configuration")
                .facts(Fact.known(List.of(
                        Fact.of("Model", figures.text("model")),
                        Fact.of("Ranked by", figures.text("bestBy")),
                        Fact.of("Shared by all", Optional.of(ShellText.quoted(figures.texts("fixed")))))));
        figures.object("best")
                .flatMap(best -> best.text("command"))
                .ifPresent(command -> part.part("Repeat the best").command(command));
    }

    private List<Chart> charts(List<JsonObject> settings) {
        final List<JsonObject> best = settings.stream().limit(MOST_BARS).toList();
        return List.of(
                chart("Test accuracy", best, "testAccuracy", Axis.linear("answered right", Format.PERCENT)),
                chart("Test loss", best, "testLoss", Axis.linear("loss", Format.NUMBER)));
    }

    /** Dots rather than bars: settings differ little, and bars would have to begin at 0. */
    private static Chart chart(String title, List<JsonObject> settings, String key, Axis axis) {
        final List<Double> means =
                settings.stream().map(setting -> number(setting, key, "mean")).toList();
        final List<Double> deviations =
                settings.stream().map(setting -> number(setting, key, "std")).toList();
        final List<Integer> ranks = IntStream.range(0, means.size()).boxed().toList();
        final Series series = Series.of(
                        "mean over the seeds, and its deviation",
                        Look.POINTS,
                        0,
                        ranks.stream().map(rank -> rank + 1.0).toList(),
                        means)
                .labelled(settings.stream().map(SweepContent::values).toList())
                .spread(
                        ranks.stream()
                                .map(rank -> means.get(rank) - deviations.get(rank))
                                .toList(),
                        ranks.stream()
                                .map(rank -> means.get(rank) + deviations.get(rank))
                                .toList());
        return Chart.of(
                title,
                "Of " + settings.size() + " settings, the best first: " + values(settings.getFirst()) + ".",
                new Axis("rank", Scale.LINEAR, Format.COUNT, 0.5, settings.size() + 0.5),
                axis,
                List.of(series));
    }

    private static String values(JsonObject setting) {
        return setting.object("values").map(SweepContent::text).orElse(Quantity.UNKNOWN);
    }

    private static Table table(List<JsonObject> settings) {
        final List<String> keys =
                settings.getFirst().object("values").map(JsonObject::keys).orElse(List.of());
        final List<Column> columns = new ArrayList<>(List.of(Column.number("rank")));
        keys.forEach(key -> columns.add(Column.text(key)));
        columns.addAll(List.of(
                Column.number("seeds"),
                Column.number("test accuracy"),
                Column.number("deviation"),
                Column.number("test loss"),
                Column.number("training time")));
        final List<List<String>> rows = new ArrayList<>();
        for (final JsonObject setting : settings) {
            final Optional<JsonObject> values = setting.object("values");
            final List<String> row = new ArrayList<>(List.of(Quantity.count(rows.size() + 1)));
            keys.forEach(key -> row.add(values.map(one -> shown(one, key)).orElse(Quantity.UNKNOWN)));
            row.addAll(List.of(
                    Quantity.count(number(setting, "n")),
                    Quantity.percent(number(setting, "testAccuracy", "mean")),
                    Quantity.percent(number(setting, "testAccuracy", "std")),
                    Quantity.number(number(setting, "testLoss", "mean")),
                    Quantity.seconds(number(setting, "trainSeconds", "mean"))));
            rows.add(row);
        }
        return new Table("Every setting, the best first", columns, rows);
    }

    private void writeFailures(Part part) {
        final List<String> failures = figures.objects("trials").stream()
                .filter(trial -> trial.text("reason").isPresent())
                .map(trial -> shown(trial, "name") + ": " + shown(trial, "reason"))
                .toList();
        if (!failures.isEmpty()) {
            part.part("What failed").list(failures);
        }
    }
}
