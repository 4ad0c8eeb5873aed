package handgrad.host.page.part;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** A part of a page, to which figures, tables and charts are added one below the other. jsoup escapes all text. */
public final class Part {
    private static final int DEEPEST = 6;

    private final Element element;
    private final int level;
    private final Set<String> identifiers;

    private Part(Element element, int level, Set<String> identifiers) {
        this.element = element;
        this.level = level;
        this.identifiers = identifiers;
    }

    /**
     * A page's main part, whose own heading is of the first level.
     *
     * @param element where it is built
     * @return the part
     */
    public static Part main(Element element) {
        return new Part(element, 1, new HashSet<>(Set.of(element.id())));
    }

    /**
     * Adds a part with a heading one level further down.
     *
     * @param title the heading
     * @return the new part
     */
    public Part part(String title) {
        final Element section = element.appendElement("section");
        final String id = identifier(title);
        // Named sections are landmarks, which screen readers list: the page's main parts, with distinct names.
        if (level == 1) {
            section.attr("aria-labelledby", id);
        }
        final int inside = Math.min(level + 1, DEEPEST);
        section.appendElement("h" + inside).attr("id", id).text(title);
        return new Part(section, inside, identifiers);
    }

    /**
     * Adds a paragraph.
     *
     * @param text the paragraph
     * @return this part
     */
    public Part text(String text) {
        element.appendElement("p").text(text);
        return this;
    }

    /**
     * Adds a paragraph for readers who want to know more.
     *
     * @param text the paragraph
     * @return this part
     */
    public Part note(String text) {
        element.appendElement("p").addClass("note").text(text);
        return this;
    }

    /**
     * Adds a warning.
     *
     * @param text the warning
     * @return this part
     */
    public Part warning(String text) {
        element.appendElement("p").addClass("warning").text(text);
        return this;
    }

    /**
     * Adds a list of sentences.
     *
     * @param items a sentence each
     * @return this part
     */
    public Part list(List<String> items) {
        final Element list = element.appendElement("ul").addClass("prose");
        items.forEach(item -> list.appendElement("li").text(item));
        return this;
    }

    /**
     * Adds the few figures that matter most.
     *
     * @param facts the figures
     * @return this part
     */
    public Part tiles(List<Fact> facts) {
        appendFacts(facts, "tiles");
        return this;
    }

    /**
     * Adds named values, one below the other.
     *
     * @param facts the values
     * @return this part
     */
    public Part facts(List<Fact> facts) {
        appendFacts(facts, "facts");
        return this;
    }

    private void appendFacts(List<Fact> facts, String look) {
        if (facts.isEmpty()) {
            return;
        }
        final Element list = element.appendElement("dl").addClass(look);
        for (final Fact fact : facts) {
            final Element pair = list.appendElement("div");
            pair.appendElement("dt").text(fact.name());
            pair.appendElement("dd").text(fact.value());
        }
    }

    /**
     * Adds a table.
     *
     * @param table the table
     * @return this part
     */
    public Part table(Table table) {
        final Element body = frame(table.caption(), table.columns()).appendElement("tbody");
        for (final List<String> values : table.rows()) {
            final Element row = body.appendElement("tr");
            for (int i = 0; i < values.size(); i++) {
                final Element cell = i == 0 ? row.appendElement("th").attr("scope", "row") : row.appendElement("td");
                cell.text(values.get(i));
                if (table.columns().get(i).number()) {
                    cell.addClass("number");
                }
            }
        }
        return this;
    }

    /**
     * Adds a table with its head, in a frame that scrolls where the table is wider than the page.
     *
     * @param caption says what the table shows
     * @param columns the heads of its columns
     * @return the table with its head, without rows
     */
    public Element frame(String caption, List<Table.Column> columns) {
        final Element table = element.appendElement("div")
                .addClass("scroll")
                .attr("role", "group")
                .attr("tabindex", "0")
                .attr("aria-label", caption)
                .appendElement("table");
        table.appendElement("caption").text(caption);
        final Element head = table.appendElement("thead").appendElement("tr");
        for (final Table.Column column : columns) {
            final Element cell = head.appendElement("th").attr("scope", "col").text(column.title());
            if (column.number()) {
                cell.addClass("number");
            }
        }
        return table;
    }

    /**
     * Adds charts, beside each other where there is room. Those without a number to draw are left out.
     *
     * @param charts the charts
     * @return this part
     */
    public Part charts(List<Chart> charts) {
        final List<Chart> drawn = charts.stream().filter(Chart::hasPoints).toList();
        if (!drawn.isEmpty()) {
            final Element grid =
                    element.appendElement("div").addClass(drawn.size() == 1 ? "chart-single" : "chart-grid");
            drawn.forEach(chart -> ChartFigure.append(grid, chart, level + 1));
        }
        return this;
    }

    /**
     * Adds a picture in a PNG file.
     *
     * @param alternative what it shows, for whoever cannot see it
     * @param png the file's bytes
     * @return this part
     */
    public Part picture(String alternative, byte[] png) {
        final Element figure = element.appendElement("figure").addClass("picture");
        figure.appendElement("img")
                .attr("src", "data:image/png;base64," + Base64.getEncoder().encodeToString(png))
                .attr("alt", alternative);
        figure.appendElement("figcaption").text(alternative);
        return this;
    }

    /**
     * Adds a command line with a button that copies it.
     *
     * @param line the command
     * @return this part
     */
    public Part command(String line) {
        final Element box = element.appendElement("div").addClass("command");
        box.appendElement("pre")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-label", "Command line")
                .appendElement("code")
                .text(line);
        box.appendElement("button")
                .attr("type", "button")
                .addClass("copy")
                .attr("hidden", true)
                .text("Copy");
        return this;
    }

    /**
     * The element to which content of a single kind of part is added.
     *
     * @return this part's element
     */
    public Element element() {
        return element;
    }

    /** A name for an address inside the page. */
    private String identifier(String title) {
        final String plain =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        final String name = plain.isEmpty() ? "part" : plain;
        String free = name;
        for (int number = 2; !identifiers.add(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }
}
