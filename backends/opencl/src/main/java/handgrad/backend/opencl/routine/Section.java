package handgrad.backend.opencl.routine;

import handgrad.backend.opencl.routine.Operand.Use;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a routine in a resource: one or more signatures, comment lines that say what it computes, and the body.
 * {@code //# BY_SAMPLE LinearForward(in real x[C], in float w[O][C], in float b[O], result real y[O])} has a sample's
 * elements (in lanes) in x and y, and arrays for all samples in w and b; C and O are constants for the body.
 *
 * @param name its name; that of an op whose inputs and outputs are its formals, where there is one
 * @param kind how its work is divided among work-items
 * @param formals its operands
 * @param comment what it computes
 * @param body from brace to brace
 */
public record Section(String name, Kind kind, List<Formal> formals, String comment, String body) {
    private static final List<String> FILES = List.of(
            "prelude", "batch", "convolution", "pooling", "elementwise", "linear", "linear_rows", "loss", "record");
    private static final Pattern SIGNATURE = Pattern.compile("(?m)^//# (\\w+) (\\w+)\\((.*)\\)\n");
    private static final Map<String, Section> ALL = new HashMap<>();

    /** The functions that stand before every program. */
    public static final String FUNCTIONS = FILES.stream().map(Section::load).collect(Collectors.joining("\n"));

    /** How a routine's work is handed out. */
    public enum Kind {
        /** Each sample by itself: the items of a work-group share what there is to do for it. */
        BY_SAMPLE,
        /** Tasks that do not touch each other's results, each for an item or a work-group. */
        TASKS,
        /** One work-group, after or before others of its kind. */
        SEQUENCE
    }

    /**
     * An operand of the section.
     *
     * @param name its name in the body
     * @param use what the body does with it
     * @param bySample whether it has a sample's elements for each sample
     * @param isResult whether PUT stores it
     * @param dimensions the names of its dimensions, without that of the samples; the last takes all that are left
     */
    record Formal(String name, Use use, boolean bySample, boolean isResult, List<String> dimensions) {
        private static Formal of(String text) {
            final String[] words = text.strip().split("[ \\[\\]]+");
            final Use use = switch (words[0]) {
                case "in" -> Use.READ;
                case "out", "result" -> Use.WRITE;
                case "inout" -> Use.UPDATE;
                default -> throw new IllegalArgumentException(text);
            };
            final List<String> dimensions = List.of(words).subList(3, words.length);
            return new Formal(words[2], use, words[1].matches("real|integer"), words[0].equals("result"), dimensions);
        }
    }

    /** The section of a name. */
    static Section of(String name) {
        if (!ALL.containsKey(name)) {
            throw new IllegalArgumentException("there is no OpenCL C for " + name);
        }
        return ALL.get(name);
    }

    /** Reads a file's sections and returns what stands before them. */
    private static String load(String file) {
        final String text = text("/handgrad/opencl/" + file + ".cl");
        final String[] parts = SIGNATURE.split(text);
        final List<MatchResult> signatures = SIGNATURE.matcher(text).results().toList();
        String last = "";
        for (int s = signatures.size() - 1; s >= 0; s--) {
            // Signatures that follow each other share a body.
            last = s + 1 < parts.length && !parts[s + 1].isEmpty() ? parts[s + 1] : last;
            final MatchResult signature = signatures.get(s);
            final int brace = ("\n" + last).indexOf("\n{");
            final Stream<String> formals =
                    Arrays.stream(signature.group(3).split(",")).filter(formal -> !formal.isBlank());
            final Section section = new Section(
                    signature.group(2),
                    Kind.valueOf(signature.group(1)),
                    formals.map(Formal::of).toList(),
                    last.substring(0, brace).strip(),
                    last.substring(brace).strip());
            ALL.put(section.name, section);
        }
        return parts[0];
    }

    private static String text(String path) {
        try (InputStream stream = Section.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + path + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
