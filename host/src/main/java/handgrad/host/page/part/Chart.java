package handgrad.host.page.part;

import java.util.List;

/**
 * A chart, as the page's scripts draw it.
 *
 * @param title its heading
 * @param summary what it shows, in words and figures: for who does not see it
 * @param x the axis along
 * @param y the axis up
 * @param series what is drawn
 * @param categories the bars' names in place of numbers along x, or none
 */
public record Chart(String title, String summary, Axis x, Axis y, List<Series> series, List<String> categories) {
    /** Copies the lists. */
    public Chart {
        series = List.copyOf(series);
        categories = List.copyOf(categories);
    }

    /**
     * A chart over numbers.
     *
     * @param title heads it
     * @param summary says in a sentence what it shows, for whoever cannot see it
     * @param x the horizontal axis
     * @param y the vertical axis
     * @param series what is drawn
     * @return the chart
     */
    public static Chart of(String title, String summary, Axis x, Axis y, List<Series> series) {
        return new Chart(title, summary, x, y, series, List.of());
    }

    /**
     * Whether any number can be drawn.
     *
     * @return false where every number is missing or not finite
     */
    public boolean hasPoints() {
        return series.stream().anyMatch(one -> one.y().stream().anyMatch(Double::isFinite));
    }
}
