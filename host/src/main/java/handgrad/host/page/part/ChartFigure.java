package handgrad.host.page.part;

import handgrad.host.json.Json;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;

/** A chart's place in a page: heading, summary, controls and figures. The scripts draw it. */
final class ChartFigure {
    private static final int DEEPEST = 6;

    private ChartFigure() {}

    /** Appends a figure with a heading of the given level. */
    static void append(Element parent, Chart chart, int level) {
        final Element figure =
                Jsoup.parseBodyFragment(Resources.ofPage("chart.html")).body().firstElementChild();
        final Element title = figure.expectFirst(".chart-title");
        title.tagName("h" + Math.min(level, DEEPEST));
        title.text(chart.title());
        figure.expectFirst(".chart-summary").text(chart.summary());
        figure.expectFirst(".plot").attr("aria-label", chart.title() + ". " + chart.summary());
        figure.expectFirst(".chart-table").attr("aria-label", chart.title() + ", as a table");
        figure.expectFirst(".chart-data").appendChild(new DataNode(scriptSafe(Json.text(chart))));
        parent.appendChild(figure);
    }

    /** JSON that cannot end the script element around it: nothing in it opens a tag or a comment. */
    static String scriptSafe(String json) {
        String safe = json;
        for (final String character : List.of("<", ">", "&", "\u2028", "\u2029")) {
            safe = safe.replace(character, Quantity.format("\\u%04x", (int) character.charAt(0)));
        }
        return safe;
    }
}
