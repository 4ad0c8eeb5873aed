package handgrad.random;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The textual form of a stream's state: the kind, the format version and the kind's own fields, separated by single
 * spaces. Numbers are fixed-width hexadecimal, so that doubles are restored bit for bit.
 */
final class StateText {
    private static final String VERSION = "v1";
    private static final int PREFIX_FIELDS = 2;
    private static final int SHOWN_CHARACTERS = 24;

    private StateText() {}

    static String join(RandomStream.Kind kind, String... own) {
        return Stream.concat(Stream.of(kind.toString(), VERSION), Stream.of(own))
                .collect(Collectors.joining(" "));
    }

    static List<String> split(String state) {
        return List.of(state.split(" ", -1));
    }

    /**
     * The kind's own fields, after checking the version and the number of fields; a message shows the expected form.
     */
    static List<String> own(List<String> fields, String form) {
        final int expected = split(form).size();
        if (fields.size() != PREFIX_FIELDS + expected || !fields.get(1).equals(VERSION)) {
            throw new IllegalArgumentException(
                    "malformed random state: expected '" + fields.getFirst() + " " + VERSION + " " + form + "', found "
                            + fields.size() + " fields: '" + shorten(String.join(" ", fields)) + "'");
        }
        return fields.subList(PREFIX_FIELDS, fields.size());
    }

    static String hexadecimal(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    static long parseLong(String field, String what) {
        checkHexadecimal(field, Long.BYTES, what);
        return HexFormat.fromHexDigitsToLong(field);
    }

    static String hexadecimal(int[] words) {
        final HexFormat format = HexFormat.of();
        final StringBuilder text = new StringBuilder(words.length * Integer.BYTES * 2);
        for (final int word : words) {
            text.append(format.toHexDigits(word));
        }
        return text.toString();
    }

    static int[] parseInts(String field, int count, String what) {
        checkHexadecimal(field, count * Integer.BYTES, what);
        final int[] words = new int[count];
        final int digits = Integer.BYTES * 2;
        for (int i = 0; i < count; i++) {
            words[i] = HexFormat.fromHexDigits(field, i * digits, (i + 1) * digits);
        }
        return words;
    }

    /** Shortens a text for a one-line message. */
    static String shorten(String text) {
        final String shown = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    static IllegalArgumentException malformed(String what, String found) {
        return new IllegalArgumentException("malformed random state: " + what + ", found '" + shorten(found) + "'");
    }

    private static void checkHexadecimal(String field, int bytes, String what) {
        final int digits = bytes * 2;
        if (field.length() != digits || !field.chars().allMatch(HexFormat::isHexDigit)) {
            throw malformed(
                    what + " must be " + digits + " hexadecimal digits but has " + field.length() + " characters",
                    field);
        }
    }
}
