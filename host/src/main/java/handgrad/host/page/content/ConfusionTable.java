package handgrad.host.page.content;

import handgrad.host.UserError;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.part.Table.Column;
import handgrad.host.page.source.CsvTable;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/** How often each class was taken for each: a table whose cells are shaded by their share of the row. */
final class ConfusionTable {
    /** How many shades the page's styles have. */
    private static final int SHADES = 10;

    private ConfusionTable() {}

    static void append(Part part, CsvTable confusion) {
        final List<String> names =
                confusion.header().subList(1, confusion.header().size());
        if (names.isEmpty() || names.size() != confusion.rows().size()) {
            throw new UserError(confusion.file() + " is malformed: "
                    + confusion.rows().size() + " rows of " + names.size() + " classes");
        }
        final List<List<Integer>> columns =
                names.stream().map(confusion::integers).toList();
        part.text(mostOften(names, columns));
        final List<Column> head = new ArrayList<>(List.of(Column.text("true class")));
        names.forEach(name -> head.add(Column.number(name)));
        head.add(Column.number("right"));
        final Element table = part.frame("Each row a true class, each column what it was taken for", head);
        table.addClass("confusion");
        final Element body = table.appendElement("tbody");
        for (int truth = 0; truth < names.size(); truth++) {
            final int at = truth;
            appendRow(
                    body,
                    names,
                    at,
                    columns.stream().map(column -> column.get(at)).toList());
        }
    }

    private static void appendRow(Element body, List<String> names, int truth, List<Integer> counts) {
        final Element row = body.appendElement("tr");
        row.appendElement("th").attr("scope", "row").text(names.get(truth));
        final long all = counts.stream().mapToLong(Integer::longValue).sum();
        for (int answer = 0; answer < counts.size(); answer++) {
            final int count = counts.get(answer);
            final double share = all == 0 ? 0 : (double) count / all;
            row.appendElement("td")
                    .addClass("number")
                    .addClass(answer == truth ? "right" : "wrong")
                    .addClass("shade-" + Math.clamp(Math.round(shade(share, answer == truth)), 0, SHADES))
                    .attr("title", Quantity.count(count) + " × " + names.get(truth) + " taken for " + names.get(answer))
                    .text(count == 0 ? "·" : Quantity.count(count));
        }
        row.appendElement("td")
                .addClass("number")
                .text(all == 0 ? Quantity.UNKNOWN : Quantity.percent((double) counts.get(truth) / all));
    }

    /** Mistakes are rare: shaded by the square root of its share, one in a hundred is still visible. */
    private static double shade(double share, boolean right) {
        return SHADES * (right ? share : Math.sqrt(share));
    }

    private static String mostOften(List<String> names, List<List<Integer>> columns) {
        int truth = -1;
        int taken = -1;
        int most = 0;
        long right = 0;
        long all = 0;
        for (int answer = 0; answer < names.size(); answer++) {
            for (int row = 0; row < names.size(); row++) {
                final int count = columns.get(answer).get(row);
                all += count;
                right += answer == row ? count : 0;
                if (answer != row && count > most) {
                    most = count;
                    truth = row;
                    taken = answer;
                }
            }
        }
        final String total = Quantity.count(right) + " of " + Quantity.count(all) + " test samples are answered right";
        return most == 0
                ? total + "."
                : total + ". Most often confused: " + names.get(truth) + " taken for " + names.get(taken) + ", "
                        + Quantity.count(most) + (most == 1 ? " time." : " times.");
    }
}
