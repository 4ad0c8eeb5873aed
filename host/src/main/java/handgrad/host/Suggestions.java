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
     * @return the nearest, or empty if more than a third of the letters differ and no name begins with what was typed
     */
    public static Optional<String> nearest(String typed, Collection<String> names) {
        final Optional<String> near = names.stream()
                .filter(name -> distance(typed, name) <= Math.max(1, Math.max(typed.length(), name.length()) / 3))
                .min(Comparator.comparingInt(name -> distance(typed, name)));
        return near.or(() -> names.stream()
                .filter(name -> typed.length() >= 2 && name.startsWith(typed))
                .findFirst());
    }

    /**
     * The edit distance with swaps of neighbours (Damerau 1964, Levenshtein 1966), in the restricted form in which no
     * letter is edited twice.
     */
    private static int distance(String a, String b) {
        final int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                final int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (isSwap(a, i, b, j)) {
                    rows[i][j] = Math.min(rows[i][j], 1 + rows[i - 2][j - 2]);
                }
            }
        }
        return rows[a.length()][b.length()];
    }

    private static boolean isSwap(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
