package handgrad.host.sweep.grid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One training of a sweep.
 *
 * @param values the options in which trials differ, with the seed as the last
 */
public record Trial(Map<String, String> values) {
    /** The option that a setting's repetitions differ in. */
    public static final String SEED = "seed";

    /** The option that changes only which answers count as right, not the training. */
    public static final String THRESHOLD = "threshold";

    /** Leaves room for a temporary file's suffix within the 255 bytes of a file name. */
    private static final int LONGEST_NAME = 150;

    private static final int HASH_BYTES = 4;

    /** Keeps the order of the options. */
    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The folder's name: {@code lr=0.1,lambda=0.01,seed=0}. It depends on the values alone. Characters that trouble
     * file systems or shells become {@code _}; then, or if the name is too long, a hash of the full name keeps names
     * distinct.
     *
     * @return letters, digits and {@code =,._+-~}
     */
    public String name() {
        final String exact = values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(","));
        final String safe = exact.replaceAll("[^A-Za-z0-9=,._+-]", "_");
        return safe.equals(exact) && safe.length() <= LONGEST_NAME
                ? safe
                : safe.substring(0, Math.min(safe.length(), LONGEST_NAME)) + "~" + hash(exact);
    }

    /**
     * The values without the seed: what a setting's repetitions have in common.
     *
     * @return the values, in order
     */
    public Map<String, String> setting() {
        return without(SEED);
    }

    /**
     * The values without one.
     *
     * @param option whose value to leave out
     * @return the others, in order
     */
    public Map<String, String> without(String option) {
        final Map<String, String> others = new LinkedHashMap<>(values);
        others.remove(option);
        return Collections.unmodifiableMap(others);
    }

    /**
     * The values as {@code train} takes them.
     *
     * @return option, value, option, value …
     */
    public List<String> words() {
        final List<String> words = new ArrayList<>();
        values.forEach((option, value) -> words.addAll(words(option, value)));
        return words;
    }

    /**
     * An option with its value as words of a command line.
     *
     * @param option its long name
     * @param value its value
     * @return two words, or one where the value would be taken for an option
     */
    public static List<String> words(String option, String value) {
        return value.startsWith("-") ? List.of("--" + option + "=" + value) : List.of("--" + option, value);
    }

    private static String hash(String text) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (final NoSuchAlgorithmException missing) {
            throw new AssertionError("every Java has SHA-256", missing);
        }
    }
}
