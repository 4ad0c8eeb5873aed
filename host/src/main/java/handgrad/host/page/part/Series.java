package handgrad.host.page.part;

import java.util.List;
import java.util.stream.Stream;

/**
 * One curve, cloud of points or row of bars of a chart.
 *
 * @param name what the legend calls it
 * @param look how it is drawn
 * @param color which of the page's colours it has; two series of one colour belong together
 * @param x one for each point; for bars the number of the bar, from 0
 * @param y one for each point; NaN where there is none
 * @param low the lower end of each point's spread, or none
 * @param high the upper end of each point's spread, or none
 * @param labels what each point is, or none
 */
public record Series(
        String name,
        Look look,
        int color,
        List<Double> x,
        List<Double> y,
        List<Double> low,
        List<Double> high,
        List<String> labels) {
    /** The number of colours before they repeat. */
    public static final int COLORS = 7;

    /** The grey one, for reference curves. */
    public static final int NEUTRAL = COLORS - 1;

    /** How a series is drawn. */
    public enum Look {
        /** A line with a marker at each point. */
        MARKED,
        /** A line alone. */
        LINE,
        /** A thin line, for what jumps about. */
        FAINT,
        /** A dashed line, for a limit or a truth. */
        DASHED,
        /** Points that no line joins. */
        POINTS,
        /** Bars. */
        BARS
    }

    /** Rounds the numbers and copies the lists. */
    public Series {
        x = x.stream().map(Quantity::forChart).toList();
        y = y.stream().map(Quantity::forChart).toList();
        low = low.stream().map(Quantity::forChart).toList();
        high = high.stream().map(Quantity::forChart).toList();
        labels = List.copyOf(labels);
        final int points = y.size();
        if (x.size() != points
                || Stream.of(low, high, labels).anyMatch(list -> !list.isEmpty() && list.size() != points)) {
            throw new IllegalArgumentException("series " + name + " has lists of different lengths");
        }
    }

    /**
     * A series without spread and labels.
     *
     * @param name what the legend calls it
     * @param look how it is drawn
     * @param color which colour of the palette, from 0 on
     * @param x the horizontal coordinates
     * @param y the vertical ones, as many
     * @return the series
     */
    public static Series of(String name, Look look, int color, List<Double> x, List<Double> y) {
        return new Series(name, look, color % COLORS, x, y, List.of(), List.of(), List.of());
    }

    /**
     * The same series with a name for each point.
     *
     * @param names as many as there are points
     * @return the series
     */
    public Series labelled(List<String> names) {
        return new Series(name, look, color, x, y, low, high, names);
    }

    /**
     * The same series with the ends of each point's spread.
     *
     * @param lower the lower ends
     * @param upper the upper ends
     * @return the series
     */
    public Series spread(List<Double> lower, List<Double> upper) {
        return new Series(name, look, color, x, y, lower, upper, labels);
    }
}
