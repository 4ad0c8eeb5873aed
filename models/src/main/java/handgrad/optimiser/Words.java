package handgrad.optimiser;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An optimiser or a schedule as it is typed: {@code NAME[:SETTING=VALUE…]}.
 *
 * @param name what comes before the first colon
 * @param settings values by name, in the order typed
 */
record Words(String name, Map<String, Double> settings) {
    /**
     * Takes a text apart.
     *
     * @throws IllegalArgumentException if a setting is not of the form, is no number, or is given twice
     */
    static Words parse(String text) {
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
        return new Words(parts[0], settings);
    }

    private static double number(String setting, String text) {
        try {
            return Double.parseDouble(text);
        } catch (final NumberFormatException notANumber) {
            throw new IllegalArgumentException(setting + " needs a number, not '" + text + "'", notANumber);
        }
    }
}
