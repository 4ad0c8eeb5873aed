package handgrad.host.listing;

import java.util.ArrayList;
import java.util.List;

/** Two texts in two columns. */
public final class SideBySide {
    private static final String BETWEEN = " │ ";

    /** Lines that are too long for a column continue below with this indentation. */
    private static final String CONTINUED = "      ";

    private SideBySide() {}

    /**
     * Sets two texts side by side.
     *
     * @param left the left one
     * @param right the right one
     * @param width characters in a column, at least 20
     * @return the lines, without blanks at their ends
     */
    public static String of(String left, String right, int width) {
        final List<String> lefts = wrapped(left, width);
        final List<String> rights = wrapped(right, width);
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.max(lefts.size(), rights.size()); i++) {
            final String line = i < lefts.size() ? lefts.get(i) : "";
            text.append(line)
                    .append(" ".repeat(width - line.length()))
                    .append(BETWEEN)
                    .append(i < rights.size() ? rights.get(i) : "");
            while (text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<String> wrapped(String text, int width) {
        final List<String> lines = new ArrayList<>();
        for (final String whole : text.lines().toList()) {
            String line = whole.stripTrailing();
            while (line.length() > width) {
                final int blank = line.lastIndexOf(' ', width);
                final int indent = line.length() - line.stripLeading().length();
                final int cut = blank > indent ? blank : width;
                lines.add(line.substring(0, cut).stripTrailing());
                line = CONTINUED + line.substring(cut).stripLeading();
            }
            lines.add(line);
        }
        return lines;
    }
}
