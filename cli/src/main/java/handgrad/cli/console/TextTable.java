package handgrad.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text in columns, for a person. The last column is broken into lines where it would be too wide. */
public final class TextTable {
    private static final int WIDTH = 120;
    private static final String GAP = "  ";

    /** The alignment of a column. */
    public enum Side {
        /** Flush left: words. */
        LEFT,
        /** Flush right: numbers. */
        RIGHT
    }

    private final List<Side> sides;
    private final String indent;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param indent what each line begins with
     * @param sides one for each column
     */
    public TextTable(String indent, Side... sides) {
        this.indent = indent;
        this.sides = List.of(sides);
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns
     * @return this table
     */
    public TextTable row(String... cells) {
        if (cells.length != sides.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + sides.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /**
     * The lines, without the line break at the end.
     *
     * @return the table
     */
    public String text() {
        final int[] widths = IntStream.range(0, sides.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().flatMap(row -> lines(row, widths).stream()).collect(Collectors.joining("\n"));
    }

    private List<String> lines(List<String> row, int[] widths) {
        final int last = sides.size() - 1;
        final StringBuilder start = new StringBuilder(indent);
        for (int column = 0; column < last; column++) {
            final String padding = " ".repeat(widths[column] - width(row.get(column)));
            start.append(sides.get(column) == Side.LEFT ? row.get(column) + padding : padding + row.get(column));
            start.append(GAP);
        }
        if (sides.get(last) == Side.RIGHT) {
            final String padding = " ".repeat(widths[last] - width(row.get(last)));
            return List.of((start + padding + row.get(last)).stripTrailing());
        }
        final int room = Math.max(WIDTH - start.length(), WIDTH / 3);
        final List<String> lines = new ArrayList<>();
        for (final String line : wrap(row.get(last), room)) {
            lines.add((lines.isEmpty() ? start : " ".repeat(width(start.toString()))) + line);
        }
        return lines.stream().map(String::stripTrailing).toList();
    }

    /** Breaks a text at its blanks. */
    private static List<String> wrap(String text, int room) {
        final List<String> lines = new ArrayList<>(List.of(""));
        for (final String word : text.split(" ")) {
            final String line = lines.getLast().isEmpty() ? word : lines.getLast() + " " + word;
            if (width(line) <= room || lines.getLast().isEmpty()) {
                lines.set(lines.size() - 1, line);
            } else {
                lines.add(word);
            }
        }
        return lines;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
