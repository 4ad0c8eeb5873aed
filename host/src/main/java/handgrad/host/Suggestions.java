package handgrad.host;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * The name nearest to what was typed, as the end of a sentence.
     *
     * @param typed what was typed
     * @param names what there is
     * @return {@code "; did you mean 'train'?"}, or an empty text where nothing is near
     */
    public static String didYouMean(String typed, Collection<String> names) {
        return nearest(typed, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /**
     * The name nearest to what was typed.
     *
     * @param typed what was typed
     * @param names what there is
     * @return the nearest, or empty if it takes changes to more than a third of the letters, or of a long name if none begins like it
     */
    public static Optional<String> nearest(String typed, Collection<String> names) {
        final Optional<String> near = names.stream()
                .filter(name -> distance(typed, name) <= Math.max(1, Math.max(typed.length(), name.length()) / 3))
                .min(Comparator.comparingInt(name -> distance(typed, name)));
        return near.or(() -> names.stream()
                .filter(name -> typed.length() >= 2 && name.startsWith(typed))
                .findFirst());
    }

    /** How many letters must be inserted, deleted or replaced (Levenshtein 1966), row by row. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
