package handgrad.host.page.content;

import static handgrad.host.page.content.MeasurementFacts.number;
import static handgrad.host.page.content.MeasurementFacts.shown;

import handgrad.host.page.part.Axis;
import handgrad.host.page.part.Axis.Format;
import handgrad.host.page.part.Chart;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.part.Series;
import handgrad.host.page.part.Series.Look;
import handgrad.host.page.part.Table;
import handgrad.host.page.part.Table.Column;
import handgrad.host.page.source.JsonObject;
import java.util.List;

/**
 * Trainings in fresh processes.
 *
 * @param figures what bench measured
 */
public record BenchContent(JsonObject figures) implements Content {
    @Override
    public String title() {
        return "Benchmark";
    }

    @Override
    public String lead() {
        return "Medians of " + shown(figures, "runs") + " runs, each in a fresh process.";
    }

    @Override
    public void write(Part part) {
        final List<JsonObject> rows = figures.objects("rows");
        final Series medians = Series.of(
                        "median",
                        Look.BARS,
                        0,
                        Curves.positions(rows.size()),
                        rows.stream()
                                .map(row -> number(row, "seconds", "median"))
                                .toList())
                .spread(
                        rows.stream()
                                .map(row -> number(row, "seconds", "least"))
                                .toList(),
                        rows.stream().map(row -> number(row, "seconds", "most")).toList());
        part.part("Times")
                .charts(List.of(new Chart(
                        "Time",
                        "The bar is the median, the line spans the fastest to the slowest run.",
                        Axis.linear("measured", Format.NUMBER),
                        Axis.linear("time", Format.SECONDS).fromZero(),
                        List.of(medians),
                        rows.stream()
                                .map(row -> shown(row, "model") + ", " + shown(row, "device") + ", "
                                        + shown(row, "measure"))
                                .toList())))
                .table(table(rows));
        MeasurementFacts.appendFailures(part, figures);
        MeasurementFacts.append(part, figures);
    }

    private static Table table(List<JsonObject> rows) {
        return new Table(
                "Every figure",
                List.of(
                        Column.text("model"),
                        Column.text("device"),
                        Column.text("what"),
                        Column.number("median"),
                        Column.number("fastest"),
                        Column.number("slowest"),
                        Column.number("a step"),
                        Column.number("samples a second"),
                        Column.number("of the peak")),
                rows.stream()
                        .map(row -> List.of(
                                shown(row, "model"),
                                shown(row, "device"),
                                shown(row, "what"),
                                Quantity.seconds(number(row, "seconds", "median")),
                                Quantity.seconds(number(row, "seconds", "least")),
                                Quantity.seconds(number(row, "seconds", "most")),
                                Quantity.seconds(number(row, "secondsPerStep")),
                                Quantity.count(number(row, "samplesPerSecond")),
                                Quantity.percent(number(row, "peakFraction"))))
                        .toList());
    }
}
