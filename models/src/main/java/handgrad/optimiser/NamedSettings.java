package handgrad.optimiser;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The textual form of an optimiser or a schedule: {@code NAME[:SETTING=VALUE…]}.
 *
 * @param name the text before the first colon
 * @param settings values by name, in the order given
 */
record NamedSettings(String name, Map<String, Double> settings) {
    /** Decimal numbers only; Double.parseDouble also accepts 0.5f and 0x1p-1. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if a setting is malformed, not a number, or given twice
     */
    static NamedSettings parse(String text) {
        final String[] parts = text.split(":", -1);
        final Map<String, Double> settings = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            final int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "write NAME:SETTING=VALUE:SETTING=VALUE; '" + parts[i] + "' is no SETTING=VALUE");
            }
            final String setting = parts[i].substring(0, equals);
            if (settings.put(setting, number(setting, parts[i].substring(equals + 1))) != null) {
                throw new IllegalArgumentException(setting + " is given twice");
            }
        }
        return new NamedSettings(parts[0], settings);
    }

    private static double number(String setting, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(setting + " needs a number, not '" + text + "'");
        }
        return Double.parseDouble(text);
    }
}
