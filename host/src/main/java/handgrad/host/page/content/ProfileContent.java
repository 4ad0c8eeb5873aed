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
 * Where a step's time goes.
 *
 * @param figures what profile measured
 */
public record ProfileContent(JsonObject figures) implements Content {
    /** More bars than a reader compares. */
    private static final int MOST_BARS = 20;

    @Override
    public String title() {
        return "A step of " + figures.required("model") + " on " + MeasurementFacts.device(figures);
    }

    @Override
    public String lead() {
        return "A step of " + shown(figures, "batch") + " samples takes "
                + Quantity.seconds(number(figures, "plainStepSeconds")) + ", and "
                + Quantity.seconds(number(figures, "stepSeconds")) + " while its ops are timed one by one, on "
                + MeasurementFacts.deviceWithName(figures) + ".";
    }

    @Override
    public void write(Part part) {
        final List<JsonObject> rows = figures.objects("rows");
        final List<JsonObject> largest = rows.stream()
                .sorted((a, b) -> Double.compare(number(b, "seconds"), number(a, "seconds")))
                .limit(MOST_BARS)
                .toList();
        final Series bars = Series.of(
                "time in a step",
                Look.BARS,
                0,
                Curves.positions(largest.size()),
                largest.stream().map(row -> number(row, "seconds")).toList());
        part.part("Where the time goes")
                .charts(List.of(new Chart(
                        "Time in a step",
                        largest.isEmpty()
                                ? "Nothing was timed."
                                : "Most in " + shown(largest.getFirst(), "name") + ": "
                                        + Quantity.percent(number(largest.getFirst(), "share")) + ".",
                        Axis.linear("op", Format.NUMBER),
                        Axis.linear("time", Format.SECONDS).fromZero(),
                        List.of(bars),
                        largest.stream().map(row -> shown(row, "name")).toList())))
                .table(new Table(
                        "Op by op",
                        List.of(
                                Column.text("op"),
                                Column.number("time"),
                                Column.number("share"),
                                Column.number("operations"),
                                Column.number("bytes")),
                        rows.stream()
                                .map(row -> List.of(
                                        shown(row, "name"),
                                        Quantity.seconds(number(row, "seconds")),
                                        Quantity.percent(number(row, "share")),
                                        Quantity.count(number(row, "flops")),
                                        Quantity.bytes(number(row, "bytes"))))
                                .toList()));
        MeasurementFacts.append(part, figures);
    }
}
