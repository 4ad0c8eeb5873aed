package handgrad.host.safetensors;

import java.io.Serial;

/** What is wrong with a file's content, as the end of a line that begins with the file's name. */
final class MalformedFile extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedFile(String message) {
        super(message);
    }

    /** A text from the file, made safe to show: quoted, on one line, without control characters, and shortened. */
    static String quoted(String text) {
        return "\"" + printable(text, 80) + "\"";
    }

    /** The first {@code limit} characters of a text, with unprintable ones escaped. */
    static String printable(String text, int limit) {
        final StringBuilder result = new StringBuilder();
        text.codePoints().limit(limit).forEach(character -> {
            switch (Character.getType(character)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> result.append("\\u%04x".formatted(character));
                default -> result.appendCodePoint(character);
            }
        });
        return text.codePointCount(0, text.length()) > limit
                ? result.append('…').toString()
                : result.toString();
    }
}
