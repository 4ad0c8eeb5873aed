package handgrad.backend.opencl.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The OpenCL C of the resources. A file begins with functions; then come sections, each a line {@code //# NAME: what it computes} (which may
 * go on in comment lines) and the body of a routine.
 */
final class Sections {
    private static final String MARK = "//# ";
    private static final List<String> FAMILIES = List.of(
            "batch",
            "convolution",
            "table_convolution",
            "pooling",
            "elementwise",
            "linear",
            "linear_rows",
            "loss",
            "record");

    /**
     * A routine's text.
     *
     * @param comment what it computes
     * @param body from brace to brace
     */
    record Section(String comment, String body) {}

    private final List<String> functions = new ArrayList<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private Sections() {}

    /** Reads the resources. */
    static Sections load() {
        final Sections sections = new Sections();
        sections.functions.add(text("prelude"));
        FAMILIES.forEach(family -> sections.add(text(family)));
        return sections;
    }

    /** What every program begins with. */
    String functions() {
        return String.join("\n", functions);
    }

    Section section(String name) {
        final Section section = sections.get(name);
        if (section == null) {
            throw new IllegalArgumentException("there is no OpenCL C for " + name);
        }
        return section;
    }

    private void add(String file) {
        final String[] parts = file.split("(?m)^" + MARK);
        functions.add(parts[0]);
        for (int p = 1; p < parts.length; p++) {
            final int brace = parts[p].indexOf("\n{") + 1;
            final String heading =
                    parts[p].substring(0, brace).replace("\n// ", " ").strip();
            final String name = heading.substring(0, heading.indexOf(':'));
            sections.put(name, new Section(heading, parts[p].substring(brace).strip()));
        }
    }

    private static String text(String family) {
        final String path = "/handgrad/opencl/" + family + ".cl";
        try (InputStream stream = Sections.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + path + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
