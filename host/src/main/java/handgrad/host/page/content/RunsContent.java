package handgrad.host.page.content;

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
import handgrad.host.page.source.StoredRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several runs side by side: their results, their curves in one chart, and how they differ.
 *
 * @param runs at least two
 */
public record RunsContent(List<StoredRun> runs) implements Content {
    private static final List<String> SETTINGS = List.of(
            "model",
            "dataset",
            "limit",
            "device",
            "deviceName",
            "threads",
            "seed",
            "rng",
            "epochs",
            "batch",
            "learningRate",
            "lambda",
            "l2Scaling",
            "init");

    /** Copies the list. */
    public RunsContent {
        runs = List.copyOf(runs);
    }

    @Override
    public String title() {
        return runs.size() + " runs side by side";
    }

    @Override
    public String lead() {
        final boolean classifiers = runs.stream().allMatch(StoredRun::isClassifier);
        final Comparator<StoredRun> better = classifiers
                ? Comparator.comparingDouble((StoredRun run) -> figure(run, "testAccuracy"))
                : Comparator.comparingDouble((StoredRun run) -> figure(run, "testLoss"))
                        .reversed();
        final Optional<StoredRun> best = runs.stream()
                .filter(run -> Double.isFinite(figure(run, classifiers ? "testAccuracy" : "testLoss")))
                .max(better);
        return best.map(run -> "Best on the test set: " + run.label() + ", "
                        + (classifiers
                                ? Quantity.percent(figure(run, "testAccuracy")) + " answered right."
                                : "loss " + Quantity.number(figure(run, "testLoss")) + "."))
                .orElse("None of them has a result.");
    }

    @Override
    public void write(Part part) {
        part.part("Results").table(results());
        writeCurves(
                part.part("Curves"), runs, runs.stream().map(StoredRun::label).toList());
        writeDifferences(part.part("Differences"));
    }

    private Table results() {
        return new Table(
                "What came of each run",
                List.of(
                        Column.text("run"),
                        Column.text("model"),
                        Column.text("device"),
                        Column.number("seed"),
                        Column.number("epochs"),
                        Column.number("test accuracy"),
                        Column.number("test loss"),
                        Column.number("training time")),
                runs.stream()
                        .map(run -> List.of(
                                run.label(),
                                run.model(),
                                run.config().text("device").orElse(Quantity.UNKNOWN),
                                run.config().shown("seed").orElse(Quantity.UNKNOWN),
                                run.config().shown("epochs").orElse(Quantity.UNKNOWN),
                                run.isClassifier() ? Quantity.percent(figure(run, "testAccuracy")) : Quantity.UNKNOWN,
                                Quantity.number(figure(run, "testLoss")),
                                Quantity.seconds(figure(run, "trainSeconds"))))
                        .toList());
    }

    /** The test set's curves of some runs. */
    static void writeCurves(Part part, List<StoredRun> runs, List<String> labels) {
        final List<Chart> charts = new ArrayList<>();
        if (runs.stream().allMatch(StoredRun::isClassifier)) {
            charts.add(chart(
                    "Test accuracy by epoch",
                    Axis.linear("answered right", Format.PERCENT),
                    Quantity::percent,
                    curves("test_accuracy", runs, labels)));
        }
        final List<Series> test = curves("test_loss", runs, labels);
        charts.add(chart("Test loss by epoch", lossAxis(test), Quantity::number, test));
        final List<Series> training = curves("running_loss", runs, labels);
        charts.add(chart("Training loss by epoch", lossAxis(training), Quantity::number, training));
        part.charts(charts);
    }

    private static Axis lossAxis(List<Series> series) {
        return Curves.lossAxis(series.stream().map(Series::y).toList());
    }

    private static List<Series> curves(String column, List<StoredRun> runs, List<String> labels) {
        return IntStream.range(0, runs.size())
                .boxed()
                .flatMap(i -> runs.get(i).metrics().stream()
                        .map(metrics -> Series.of(
                                labels.get(i), Look.MARKED, i, metrics.numbers("epoch"), metrics.numbers(column))))
                .toList();
    }

    private static Chart chart(String title, Axis axis, DoubleFunction<String> format, List<Series> series) {
        final String ends = series.stream()
                .map(one -> one.name() + " "
                        + (one.y().isEmpty() ? "none" : format.apply(one.y().getLast())))
                .collect(Collectors.joining("; "));
        return Chart.of(title, "At the end: " + ends + ".", Curves.EPOCHS, axis, series);
    }

    private void writeDifferences(Part part) {
        final List<Column> columns = new ArrayList<>(List.of(Column.text("setting")));
        runs.forEach(run -> columns.add(Column.text(run.label())));
        final List<List<String>> differing = new ArrayList<>();
        final List<Fact> common = new ArrayList<>();
        for (final String setting : SETTINGS) {
            final List<String> values = runs.stream()
                    .map(run -> run.config().shown(setting).orElse(Quantity.UNKNOWN))
                    .toList();
            if (values.stream().distinct().count() > 1) {
                final List<String> row = new ArrayList<>(List.of(setting));
                row.addAll(values);
                differing.add(row);
            } else if (!values.getFirst().equals(Quantity.UNKNOWN)) {
                common.add(new Fact(setting, values.getFirst()));
            }
        }
        if (differing.isEmpty()) {
            part.text("All of them were told the same.");
        } else {
            part.table(new Table("Settings that differ", columns, differing));
        }
        if (!common.isEmpty()) {
            part.text("The same in all:").facts(common);
        }
    }

    private static double figure(StoredRun run, String key) {
        return run.result()
                .map((JsonObject result) -> Quantity.orNaN(result.number(key)))
                .orElse(Double.NaN);
    }
}
