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

    /** A chart over numbers. */
    public static Chart of(String title, String summary, Axis x, Axis y, List<Series> series) {
        return new Chart(title, summary, x, y, series, List.of());
    }

    /** Whether any number can be drawn. */
    public boolean hasPoints() {
        return series.stream().anyMatch(one -> one.y().stream().anyMatch(Double::isFinite));
    }
}
