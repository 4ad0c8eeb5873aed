package handgrad.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documentation, taken to pieces.
 *
 * @param file where it is
 * @param prose its text without fenced blocks, a line to a line
 * @param blocks the lines of its fenced and indented blocks
 * @param java the lines of those that are Java
 */
record Page(Path file, String prose, List<String> blocks, List<String> java) {
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+(?:\n[^`\n]+)?)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    /** Reads a page. */
    static Page read(Path file) {
        try {
            return of(file, Files.readString(file));
        } catch (final IOException e) {
            throw new UncheckedIOException("Not readable as UTF-8: " + file, e);
        }
    }

    /** Takes a text to pieces. */
    static Page of(Path file, String text) {
        final StringBuilder prose = new StringBuilder();
        final List<String> blocks = new ArrayList<>();
        final List<String> java = new ArrayList<>();
        boolean fenced = false;
        boolean isJava = false;
        for (final String line : text.lines().toList()) {
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
                isJava = line.strip().equals("```java");
            } else if (fenced || line.startsWith("    ") && prose.toString().endsWith("\n\n")) {
                blocks.add(line);
                if (isJava) {
                    java.add(line);
                }
            } else {
                prose.append(line).append('\n');
            }
        }
        return new Page(file, prose.toString(), List.copyOf(blocks), List.copyOf(java));
    }

    /** What stands between single backquotes. */
    List<String> spans() {
        return SPAN.matcher(prose)
                .results()
                .map(match -> match.group(1).replace('\n', ' '))
                .toList();
    }

    /** Where links lead. */
    List<String> links() {
        return LINK.matcher(prose).results().map(match -> match.group(1)).toList();
    }

    /** The names by which links reach headings, as GitHub makes them. */
    Set<String> anchors() {
        return HEADING.matcher(prose)
                .results()
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** The lines in which a command may stand. */
    Stream<String> commandLines() {
        return Stream.concat(blocks.stream(), spans().stream());
    }

    /** The line behind the title. */
    String firstLine() {
        return prose.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
    }
}
