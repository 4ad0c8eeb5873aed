package handgrad.host.page.content;

import handgrad.host.Launcher;
import handgrad.host.page.part.Axis;
import handgrad.host.page.part.Axis.Format;
import handgrad.host.page.part.Chart;
import handgrad.host.page.part.Fact;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.part.Series;
import handgrad.host.page.part.Series.Look;
import handgrad.host.page.part.Table;
import handgrad.host.page.part.Table.Column;
import handgrad.host.page.source.JsonObject;
import handgrad.host.page.source.StoredRepeat;
import handgrad.host.page.source.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One training with several seeds: mean and deviation, each run, and those that got stuck.
 *
 * @param repeat the runs
 */
public record RepeatContent(StoredRepeat repeat) implements Content {
    /** Whether there are accuracies: a regression has no chance level. */
    private boolean isClassifier() {
        return repeat.figures().number("chance").isPresent();
    }

    @Override
    public String title() {
        return repeat.figures().required("model") + ", "
                + repeat.figures().objects("runs").size() + " seeds"
                + repeat.figures().text("dataset").map(name -> " on " + name).orElse("");
    }

    @Override
    public String lead() {
        final Optional<JsonObject> all = repeat.figures().object("all");
        if (all.isEmpty()) {
            return "These runs have no summary.";
        }
        return isClassifier()
                ? Quantity.percent(Quantity.orNaN(all.get().number("meanAccuracy")))
                        + " of the test set answered right on average, standard deviation "
                        + points(all.get()) + "."
                : "Trained in " + Quantity.seconds(Quantity.orNaN(all.get().number("meanSeconds"))) + " on average.";
    }

    private static String points(JsonObject summary) {
        return Quantity.format("%.2f", 100 * Quantity.orNaN(summary.number("stdAccuracy"))) + " points";
    }

    @Override
    public void write(Part part) {
        final JsonObject figures = repeat.figures();
        final List<Fact> tiles = new ArrayList<>();
        figures.object("all").ifPresent(all -> {
            if (isClassifier()) {
                tiles.add(new Fact("Mean accuracy", Quantity.percent(Quantity.orNaN(all.number("meanAccuracy")))));
                tiles.add(new Fact("Standard deviation", points(all)));
            }
            tiles.add(new Fact("Mean training time", Quantity.seconds(Quantity.orNaN(all.number("meanSeconds")))));
        });
        part.tiles(tiles);
        writeStuck(part);
        final Part runs = part.part("Runs");
        runs.charts(List.of(bySeed())).table(table());
        runs.note("The standard deviation is numpy.std: over n, not n − 1.");
        if (!repeat.runs().isEmpty()) {
            final List<String> labels = repeat.runs().stream()
                    .map(run -> "seed " + run.config().shown("seed").orElse(Quantity.UNKNOWN))
                    .toList();
            RunsContent.writeCurves(part.part("Curves"), repeat.runs(), labels);
            writeSettings(part, repeat.runs().getFirst());
        }
    }

    private void writeStuck(Part part) {
        final List<Double> stuck = repeat.figures().numbers("stuckSeeds");
        if (stuck.isEmpty()) {
            return;
        }
        final String seeds = stuck.stream().map(Quantity::count).collect(Collectors.joining(", "));
        part.warning(stuck.size() + " of " + repeat.figures().objects("runs").size()
                + " runs ended where guessing would: "
                + (stuck.size() == 1 ? "seed " : "seeds ") + seeds + "."
                + repeat.figures()
                        .object("others")
                        .map(others -> " The others reach "
                                + Quantity.percent(Quantity.orNaN(others.number("meanAccuracy")))
                                + " on average, standard deviation " + points(others) + ".")
                        .orElse(""));
    }

    private Chart bySeed() {
        final List<JsonObject> rows = repeat.figures().objects("runs");
        final List<Double> seeds = column(rows, "seed");
        final List<Double> values = column(rows, isClassifier() ? "testAccuracy" : "testLoss");
        final List<Series> series = new ArrayList<>(List.of(Series.of("each run", Look.POINTS, 0, seeds, values)));
        final double mean =
                values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        series.add(Series.of("mean", Look.DASHED, 1, List.of(seeds.getFirst(), seeds.getLast()), List.of(mean, mean)));
        return Chart.of(
                isClassifier() ? "Test accuracy by seed" : "Test loss by seed",
                "Between "
                        + shown(values.stream()
                                .mapToDouble(Double::doubleValue)
                                .min()
                                .orElse(Double.NaN)) + " and "
                        + shown(values.stream()
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElse(Double.NaN))
                        + ", mean " + shown(mean) + ".",
                Axis.linear("seed", Format.COUNT),
                isClassifier() ? Axis.linear("answered right", Format.PERCENT) : Axis.linear("loss", Format.NUMBER),
                series);
    }

    private String shown(double value) {
        return isClassifier() ? Quantity.percent(value) : Quantity.number(value);
    }

    private static List<Double> column(List<JsonObject> rows, String key) {
        return rows.stream().map(row -> Quantity.orNaN(row.number(key))).toList();
    }

    private Table table() {
        return new Table(
                "Each run",
                List.of(
                        Column.number("seed"),
                        Column.number("test accuracy"),
                        Column.number("test loss"),
                        Column.number("training accuracy"),
                        Column.number("training time"),
                        Column.number("test time")),
                repeat.figures().objects("runs").stream()
                        .map(row -> List.of(
                                row.shown("seed").orElse(Quantity.UNKNOWN),
                                accuracy(row, "testAccuracy"),
                                Quantity.number(Quantity.orNaN(row.number("testLoss"))),
                                accuracy(row, "trainAccuracy"),
                                Quantity.seconds(Quantity.orNaN(row.number("trainSeconds"))),
                                Quantity.seconds(Quantity.orNaN(row.number("testSeconds")))))
                        .toList());
    }

    private String accuracy(JsonObject row, String key) {
        return isClassifier() ? Quantity.percent(Quantity.orNaN(row.number(key))) : Quantity.UNKNOWN;
    }

    private static void writeSettings(Part part, StoredRun first) {
        part.part("Configuration")
                .facts(RunFacts.configuration(first))
                .note("Of the first run; the others differ in the seed.");
        part.part("Environment").facts(RunFacts.environment(first));
        final List<String> words = first.config().texts("commandLine");
        if (!words.isEmpty()) {
            part.part("Repeat it").command(Launcher.typed(words));
        }
    }
}
