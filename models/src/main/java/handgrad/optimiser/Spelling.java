package handgrad.optimiser;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How optimisers and schedules are written: a name, then settings, as in {@code momentum:mu=0.9:decay=1e-4}.
 *
 * @param name before the first colon
 * @param settings numbers by name, in the order in which they were written
 */
record Spelling(String name, Map<String, Double> settings) {
    /**
     * Takes a text apart.
     *
     * @throws IllegalArgumentException if a setting is not NAME=NUMBER, or is written twice
     */
    static Spelling parse(String text) {
        final String[] words = text.split(":", -1);
        final Map<String, Double> settings = new LinkedHashMap<>();
        for (int w = 1; w < words.length; w++) {
            final int equals = words[w].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "'" + words[w] + "' is no setting; write NAME=NUMBER after each colon");
            }
            final String name = words[w].substring(0, equals);
            if (settings.put(name, number(name, words[w].substring(equals + 1))) != null) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
        return new Spelling(words[0], settings);
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (final NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " must be a number, not '" + text + "'");
        }
    }

    /** Refuses a name that nothing has. */
    IllegalArgumentException unknown(Collection<String> known) {
        return new IllegalArgumentException("there is no '" + name + "'; there is " + String.join(", ", known));
    }

    /** One setting, or the usual value where it is not written. */
    double setting(String setting, double usual) {
        return settings.getOrDefault(setting, usual);
    }

    /** Demands that no setting but these is written. */
    Spelling allowing(String... allowed) {
        for (final String setting : settings.keySet()) {
            if (!List.of(allowed).contains(setting)) {
                throw new IllegalArgumentException(name + " has no setting " + setting
                        + (allowed.length == 0 ? "" : "; it has " + String.join(", ", allowed)));
            }
        }
        return this;
    }

    /** One setting that counts steps. */
    long steps(String setting, long usual) {
        final double value = setting(setting, usual);
        if (!(value >= 1 && value <= Long.MAX_VALUE && value == Math.rint(value))) {
            throw new IllegalArgumentException(setting + " must be a whole number of steps from 1, not " + value);
        }
        return (long) value;
    }
}
