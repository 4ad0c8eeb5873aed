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
import handgrad.host.page.source.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** From which batch size on one device overtakes another. */
final class BatchFigures {
    private BatchFigures() {}

    /** Adds a part, where batch sizes were swept. */
    static void append(Part part, JsonObject figures) {
        figures.object("batchSweep").ifPresent(sweep -> {
            final List<String> crossovers = sweep.objects("crossovers").stream()
                    .map(BatchFigures::crossover)
                    .toList();
            final List<Series> series = new ArrayList<>();
            for (final JsonObject device : sweep.objects("series")) {
                final List<JsonObject> points = device.objects("points");
                series.add(Series.of(
                        MeasurementFacts.device(device),
                        Look.MARKED,
                        series.size(),
                        points.stream().map(point -> number(point, "batch")).toList(),
                        points.stream()
                                .map(point -> number(point, "samplesPerSecond"))
                                .toList()));
            }
            part.part("Batch size")
                    .list(crossovers)
                    .charts(List.of(Chart.of(
                            "Samples a second, by batch size",
                            crossovers.isEmpty() ? "The curves do not cross." : String.join(" ", crossovers),
                            Axis.logarithmic("samples in a batch", Format.COUNT),
                            Axis.logarithmic("samples a second", Format.COUNT),
                            series)));
        });
    }

    private static String crossover(JsonObject one) {
        final double from = number(one, "fromBatch");
        return Double.isNaN(from)
                ? shown(one, "faster") + " and " + shown(one, "slower") + " are even with the largest batch."
                : shown(one, "faster") + " is faster than " + shown(one, "slower") + " from a batch of "
                        + Quantity.count(from) + " on.";
    }
}
