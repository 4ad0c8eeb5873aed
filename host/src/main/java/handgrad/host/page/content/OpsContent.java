package handgrad.host.page.content;

import static handgrad.host.page.content.MeasurementFacts.number;
import static handgrad.host.page.content.MeasurementFacts.shown;

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

/**
 * Each op against what the device can do.
 *
 * @param figures what bench --ops measured
 */
public record OpsContent(JsonObject figures) implements Content {
    @Override
    public String title() {
        return "Ops and what the device can do";
    }

    @Override
    public String lead() {
        return "How near each op comes to the device's own measured peaks: "
                + String.join(
                        ", ",
                        figures.objects("devices").stream()
                                .map(MeasurementFacts::deviceWithName)
                                .toList()) + ".";
    }

    @Override
    public void write(Part part) {
        for (final JsonObject device : figures.objects("devices")) {
            final Part inside = part.part("Roofline of " + MeasurementFacts.device(device));
            inside.facts(peaks(device)).charts(List.of(roofline(device)));
            for (final JsonObject model : device.objects("models")) {
                inside.table(table(model));
            }
        }
        MeasurementFacts.appendFailures(part, figures);
        MeasurementFacts.append(part, figures);
    }

    private static List<JsonObject> bandwidths(JsonObject device) {
        return device.object("peaks").map(peaks -> peaks.objects("bandwidth")).orElse(List.of());
    }

    private static List<Fact> peaks(JsonObject device) {
        final List<Fact> facts = new ArrayList<>(List.of(
                new Fact("Peak of computing", Quantity.rate(number(device, "peaks", "flopsPerSecond"), "FLOP"))));
        for (final JsonObject bandwidth : bandwidths(device)) {
            facts.add(new Fact(
                    "Copying " + Quantity.bytes(number(bandwidth, "bytes")),
                    Quantity.rate(number(bandwidth, "bytesPerSecond"), "B")));
        }
        return facts;
    }

    /** The operations a second that an op reaches, over the operations that it does for each byte that it moves. */
    private static Chart roofline(JsonObject device) {
        final List<Series> series = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (final JsonObject model : device.objects("models")) {
            final List<JsonObject> ops = model.objects("ops").stream()
                    .filter(op -> number(op, "intensity") > 0 && number(op, "flopsPerSecond") > 0)
                    .toList();
            final List<Double> intensities =
                    ops.stream().map(op -> number(op, "intensity")).toList();
            for (final double intensity : intensities) {
                least = Math.min(least, intensity);
                most = Math.max(most, intensity);
            }
            series.add(Series.of(
                            shown(model, "model"),
                            Look.POINTS,
                            series.size() % Series.NEUTRAL,
                            intensities,
                            ops.stream().map(op -> number(op, "flopsPerSecond")).toList())
                    .labelled(ops.stream().map(op -> shown(op, "op")).toList()));
        }
        series.addAll(roofs(device, least / 2, most * 2));
        return Chart.of(
                "Roofline",
                "Each point is an op; the dashed lines are the most that memory and the computing units allow, as"
                        + " measured."
                        + " An op on the slope waits for memory, one under the flat roof for computing.",
                Axis.logarithmic("operations for each byte", Format.NUMBER),
                new Axis("operations a second", Scale.LOGARITHMIC, Format.NUMBER, null, null),
                series);
    }

    private static List<Series> roofs(JsonObject device, double from, double to) {
        final double peak = number(device, "peaks", "flopsPerSecond");
        final List<JsonObject> bandwidths = bandwidths(device);
        final List<Series> roofs = new ArrayList<>();
        if (bandwidths.isEmpty() || !(from < to) || !Double.isFinite(to)) {
            return roofs;
        }
        final List<JsonObject> drawn =
                bandwidths.size() == 1 ? bandwidths : List.of(bandwidths.getFirst(), bandwidths.getLast());
        for (final JsonObject bandwidth : drawn) {
            final double bytes = number(bandwidth, "bytesPerSecond");
            final double ridge = peak / bytes;
            final List<Double> x = ridge > from && ridge < to ? List.of(from, ridge, to) : List.of(from, to);
            roofs.add(Series.of(
                    "roof, " + Quantity.bytes(number(bandwidth, "bytes")) + " in use",
                    Look.DASHED,
                    Series.NEUTRAL,
                    x,
                    x.stream()
                            .map(intensity -> Math.min(peak, intensity * bytes))
                            .toList()));
        }
        return roofs;
    }

    private static Table table(JsonObject model) {
        return new Table(
                shown(model, "model") + ", batch " + shown(model, "batch") + ", a step of "
                        + Quantity.seconds(number(model, "stepSeconds")),
                List.of(
                        Column.text("op"),
                        Column.number("time"),
                        Column.number("share of the step"),
                        Column.number("computing"),
                        Column.number("of the peak"),
                        Column.number("memory"),
                        Column.number("of the peak")),
                model.objects("ops").stream()
                        .map(op -> List.of(
                                shown(op, "op"),
                                Quantity.seconds(number(op, "seconds")),
                                Quantity.percent(number(op, "share")),
                                Quantity.rate(number(op, "flopsPerSecond"), "FLOP"),
                                Quantity.percent(number(op, "flopsFraction")),
                                Quantity.rate(number(op, "bytesPerSecond"), "B"),
                                Quantity.percent(number(op, "bandwidthFraction"))))
                        .toList());
    }
}
