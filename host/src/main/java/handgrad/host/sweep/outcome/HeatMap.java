package handgrad.host.sweep.outcome;

import handgrad.host.chart.ChartStyle;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.SweepDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.HeatMapChart;

/**
 * A grid's figure over two of its options. If more options have several values, a cell shows the best over the others.
 *
 * @param title what it shows
 * @param x the option along x
 * @param y the option along y
 * @param xValues its values, left to right
 * @param yValues its values, bottom up
 * @param figure what is shown
 * @param cells for each x its values for all y; NaN where nothing finished
 */
record HeatMap(
        String title,
        String x,
        String y,
        List<String> xValues,
        List<String> yValues,
        Figure figure,
        List<List<Double>> cells) {
    private static final double PERCENT = 100;

    /** Four decimals tell values between these apart. */
    private static final double LEAST_FIXED = 1e-3;

    private static final double MOST_FIXED = 1e5;

    /** The picture of a grid, or empty where fewer than two options have several values or nothing finished. */
    static Optional<HeatMap> of(SweepOutcome outcome) {
        final SweepDefinition definition = outcome.definition();
        final List<String> several = definition.dimensions().stream()
                .filter(dimension -> definition.values(dimension).size() > 1)
                .toList();
        if (!definition.grid() || several.size() < 2 || outcome.finished() == 0) {
            return Optional.empty();
        }
        final String y = several.get(0);
        final String x = several.get(1);
        final List<List<Double>> cells = new ArrayList<>();
        for (final String xValue : definition.values(x)) {
            cells.add(definition.values(y).stream()
                    .map(yValue -> cell(outcome, x, xValue, y, yValue))
                    .toList());
        }
        final List<String> others = several.subList(2, several.size());
        final String best =
                others.isEmpty() ? "" : ", at the best " + others.stream().collect(Collectors.joining(" and "));
        return Optional.of(new HeatMap(
                "%s: mean %s%s over %s and %s%s"
                        .formatted(
                                definition.model(),
                                definition.bestBy().title(),
                                definition.bestBy().isShare() ? " in %" : "",
                                y,
                                x,
                                best),
                x,
                y,
                definition.values(x),
                definition.values(y),
                definition.bestBy(),
                cells));
    }

    /** The settings are ranked: the first that has the two values and a finished trial is the best of them. */
    private static double cell(SweepOutcome outcome, String x, String xValue, String y, String yValue) {
        return outcome.settings().stream()
                .filter(setting -> xValue.equals(setting.values().get(x))
                        && yValue.equals(setting.values().get(y)))
                .flatMap(setting -> setting.statistics(outcome.definition().bestBy()).stream())
                .mapToDouble(Statistics::mean)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Draws it. */
    HeatMapChart chart() {
        final HeatMapChart chart = ChartStyle.heatMap(title, x, y, pattern());
        final List<Number[]> data = new ArrayList<>();
        for (int i = 0; i < xValues.size(); i++) {
            for (int j = 0; j < yValues.size(); j++) {
                final double cell = cells.get(i).get(j);
                if (!Double.isNaN(cell)) {
                    data.add(new Number[] {i, j, figure.isShare() ? PERCENT * cell : cell});
                }
            }
        }
        chart.addSeries(figure.title(), xValues, yValues, data);
        return chart;
    }

    private String pattern() {
        if (figure.isShare()) {
            return "0.00";
        }
        final boolean fixed = cells.stream()
                .flatMap(List::stream)
                .filter(cell -> !Double.isNaN(cell))
                .allMatch(cell -> Math.abs(cell) >= LEAST_FIXED && Math.abs(cell) < MOST_FIXED);
        return fixed ? "0.0000" : "0.00E0";
    }
}
