package handgrad.host.page.content;

import handgrad.host.page.part.Axis;
import handgrad.host.page.part.Axis.Format;
import handgrad.host.page.part.Chart;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.part.Series;
import handgrad.host.page.part.Series.Look;
import handgrad.host.page.source.CsvTable;
import handgrad.host.page.source.JsonObject;
import handgrad.host.page.source.StoredRun;
import java.util.ArrayList;
import java.util.List;

/**
 * What only some models show: the curve that was fitted, a boundary, thresholds, the training by hand. Each has a table
 * or a picture in the run folder.
 */
final class ModelFigures {
    private ModelFigures() {}

    static void append(Part part, StoredRun run) {
        final List<String> findings =
                run.result().map(result -> findings(result)).orElse(List.of());
        final List<Chart> charts = new ArrayList<>();
        run.table("fit.csv").map(ModelFigures::fit).ifPresent(charts::add);
        run.table("mean-losses.csv")
                .map(table -> curves(table, "Mean loss", "step", "mean loss", Format.NUMBER))
                .ifPresent(charts::add);
        run.table("by-hand.csv")
                .map(table -> curves(table, "Trained and by hand", "step", "mean loss", Format.NUMBER))
                .ifPresent(charts::add);
        final boolean pictured = ModelPicture.ALL.stream()
                .anyMatch(picture -> run.picture(picture.file()).isPresent());
        if (findings.isEmpty() && charts.isEmpty() && !pictured) {
            return;
        }
        final Part figures = part.part("What the model is about").list(findings).charts(charts);
        for (final ModelPicture picture : ModelPicture.ALL) {
            run.picture(picture.file()).ifPresent(png -> figures.picture(picture.alternative(), png));
        }
    }

    /**
     * A picture for which there is no chart.
     *
     * @param file its name
     * @param alternative what it shows
     */
    private record ModelPicture(String file, String alternative) {
        static final List<ModelPicture> ALL = List.of(
                new ModelPicture(
                        "boundary.png",
                        "The plane with the samples of both classes, and the boundary where the score is 0"),
                new ModelPicture(
                        "thresholds.png",
                        "How many test samples are answered right, by the threshold on the probability"),
                new ModelPicture("against.png", "This model and the other classifier on the same samples"));
    }

    private static List<String> findings(JsonObject result) {
        return result.texts("findings");
    }

    private static Chart fit(CsvTable table) {
        return curves(table, "Fitted curve", "x", "y", Format.NUMBER);
    }

    /** The first column along, the others up; one that is called truth in dashes. */
    private static Chart curves(CsvTable table, String title, String xLabel, String yLabel, Format format) {
        final List<String> header = table.header();
        final List<Double> x = table.numbers(header.getFirst());
        final List<Series> series = new ArrayList<>();
        for (int column = 1; column < header.size(); column++) {
            final String name = header.get(column);
            final boolean truth = name.equals("truth") || name.endsWith("by_hand");
            series.add(Series.of(
                    name.replace('_', ' '),
                    truth ? Look.DASHED : Look.LINE,
                    truth ? Series.NEUTRAL : column - 1,
                    x,
                    table.numbers(name)));
        }
        return Chart.of(
                title,
                String.join(", ", series.stream().map(Series::name).toList()) + ", at " + Quantity.count(x.size())
                        + " points.",
                Axis.linear(xLabel, xLabel.equals("step") ? Format.COUNT : Format.NUMBER),
                Axis.linear(yLabel, format),
                series);
    }
}
