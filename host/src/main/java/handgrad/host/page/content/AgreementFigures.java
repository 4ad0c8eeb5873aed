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
import java.util.ArrayList;
import java.util.List;

/**
 * How far apart the parameters of several devices are in the course of a training.
 *
 * @param figures what compare measured
 */
record AgreementFigures(JsonObject figures) {
    /** Adds a part, where several devices were compared. */
    void append(Part part) {
        figures.object("agreement").ifPresent(agreement -> {
            final Part inside = part.part("Agreement");
            final String reference = shown(agreement, "reference");
            final boolean agrees = agreement.truth("agrees").orElse(false);
            final String verdict = agrees
                    ? "The devices agree: each stays within its tolerance of " + reference + "."
                    : "The devices do not agree: a difference from " + reference + " is larger than its tolerance.";
            if (agrees) {
                inside.text(verdict);
            } else {
                inside.warning(verdict);
            }
            agreement.text("toleranceReason").ifPresent(inside::note);
            inside.charts(List.of(chart(agreement))).table(table(agreement));
        });
    }

    private static Chart chart(JsonObject agreement) {
        final List<JsonObject> points = agreement.objects("points");
        final List<String> devices =
                points.stream().map(MeasurementFacts::device).distinct().toList();
        final List<Series> series = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            final String name = devices.get(i);
            final List<JsonObject> own = points.stream()
                    .filter(point -> MeasurementFacts.device(point).equals(name))
                    .toList();
            series.add(curve(name, Look.MARKED, i, own, "parameterDifference"));
            series.add(curve(name + ", tolerance", Look.DASHED, i, own, "tolerance"));
        }
        return Chart.of(
                "Largest difference of a parameter, by step",
                "From the reference " + shown(agreement, "reference")
                        + "; a difference of exactly 0 has no place on a logarithmic axis and is in the table only.",
                Axis.logarithmic("step", Format.COUNT),
                Axis.logarithmic("largest difference", Format.NUMBER),
                series);
    }

    private static Series curve(String name, Look look, int color, List<JsonObject> points, String key) {
        return Series.of(
                name,
                look,
                color,
                points.stream().map(point -> number(point, "step")).toList(),
                points.stream()
                        .map(point -> number(point, key))
                        .map(value -> value > 0 ? value : Double.NaN)
                        .toList());
    }

    private static Table table(JsonObject agreement) {
        return new Table(
                "Differences from " + shown(agreement, "reference"),
                List.of(
                        Column.text("after"),
                        Column.text("device"),
                        Column.number("loss"),
                        Column.number("parameter"),
                        Column.text("which"),
                        Column.number("tolerance"),
                        Column.text("agrees")),
                agreement.objects("points").stream()
                        .map(point -> List.of(
                                shown(point, "point"),
                                shown(point, "device"),
                                Quantity.number(number(point, "lossDifference")),
                                Quantity.number(number(point, "parameterDifference")),
                                shown(point, "parameter"),
                                Quantity.number(number(point, "tolerance")),
                                point.truth("agrees")
                                        .map(yes -> yes ? "yes" : "no")
                                        .orElse(Quantity.UNKNOWN)))
                        .toList());
    }
}
