package handgrad.host.sweep.grid;

import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.host.sweep.grid.Dimension.Listed;
import handgrad.host.sweep.grid.SweptOption.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code --grid} is given: {@code lr=0.1,0.5,1}, or a range such as {@code lr=1e-4..1 log 9}.
 *
 * @param options what can be swept
 * @param forbidden options of {@code train} that cannot, and why not: the end of a sentence
 */
public record GridText(List<SweptOption> options, Map<String, String> forbidden) {
    /** More values of one option are surely a typing error. */
    private static final int MOST_POINTS = 10_000;

    private static final String NUMBER = "[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?";
    private static final Pattern RANGE = Pattern.compile("(" + NUMBER + ")\\.\\.(" + NUMBER + ")");
    private static final Pattern SPACING = Pattern.compile("lin|log|log2|log10");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    /** The ends of a range of whole numbers must be exact as doubles. */
    private static final BigDecimal LARGEST_WHOLE = BigDecimal.valueOf(1L << 53);

    /**
     * Puts the words of a range together: {@code --grid lr=1e-4..1 log 9} says the same with and without quotes.
     *
     * @param words of a command line
     * @return the words, those of a range as one
     */
    public static List<String> joined(List<String> words) {
        final List<String> joined = new ArrayList<>();
        boolean inRange = false;
        for (int i = 0; i < words.size(); i++) {
            final String word = words.get(i);
            final boolean spacing = inRange && SPACING.matcher(word).matches();
            final boolean count = inRange
                    && COUNT.matcher(word).matches()
                    && SPACING.matcher(words.get(i - 1)).matches();
            if (spacing || count) {
                joined.set(joined.size() - 1, joined.getLast() + " " + word);
                continue;
            }
            final boolean value = i > 0 && words.get(i - 1).equals("--grid") || word.startsWith("--grid=");
            inRange = value && word.contains("..");
            joined.add(word);
        }
        return joined;
    }

    /**
     * Reads one value of {@code --grid}.
     *
     * @param text what was typed
     * @return the option and its values
     * @throws UsageError if there is no such option, or what follows is neither a list nor a range
     */
    public Dimension parse(String text) {
        final int equals = text.indexOf('=');
        if (equals < 0) {
            throw new UsageError("--grid " + text
                    + ": write OPTION=VALUE,VALUE,… or OPTION=LOW..HIGH log|lin COUNT, as in lr=0.1,0.5,1");
        }
        final SweptOption option = option(text.substring(0, equals).strip().replaceFirst("^--", ""), text);
        final String values = text.substring(equals + 1).strip();
        final String[] words = values.split("\\s+");
        final Matcher ends = RANGE.matcher(words[0]);
        if (option.isNumber() && values.contains("..")) {
            if (!ends.matches()) {
                throw new UsageError(
                        "--grid " + text + ": write the range's ends as two numbers, as in lr=1e-4..1 log 9");
            }
            return new Dimension(option, range(ends, Arrays.asList(words), option, text));
        }
        return new Dimension(option, listed(values, option, text));
    }

    private SweptOption option(String typed, String text) {
        if (forbidden.containsKey(typed)) {
            throw new UsageError("--grid " + text + ": --" + typed + " cannot be swept: " + forbidden.get(typed));
        }
        final List<String> names = options.stream().map(SweptOption::name).toList();
        final String name = typed.equals("learning-rate") ? "lr" : typed;
        return options.stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageError("--grid " + text + ": train has no option '" + typed
                        + "'; choose one of " + String.join(", ", names) + Suggestions.didYouMean(typed, names)));
    }

    private static Listed listed(String values, SweptOption option, String text) {
        final List<String> texts =
                Arrays.stream(values.split(",", -1)).map(String::strip).toList();
        if (texts.stream().anyMatch(String::isEmpty)) {
            throw new UsageError("--grid " + text + ": a value is missing; write --grid " + option.name()
                    + "=VALUE,VALUE,… without a comma at the end");
        }
        return new Listed(texts);
    }

    private static Range range(Matcher ends, List<String> words, SweptOption option, String text) {
        final List<String> rest = words.subList(1, words.size());
        final boolean spaced =
                !rest.isEmpty() && SPACING.matcher(rest.getFirst()).matches();
        final List<String> counts = spaced ? rest.subList(1, rest.size()) : rest;
        if (counts.size() > 1
                || counts.stream().anyMatch(word -> !COUNT.matcher(word).matches())) {
            throw new UsageError("--grid " + text + ": after the range write log or lin, and how many values, as in "
                    + option.name() + "=" + words.getFirst() + " log 9");
        }
        final BigDecimal from = new BigDecimal(ends.group(1));
        final BigDecimal to = new BigDecimal(ends.group(2));
        final boolean logarithmic = spaced && !rest.getFirst().equals("lin");
        if (from.compareTo(to) > 0) {
            throw new UsageError("--grid " + text + ": the range is empty; write the smaller end first");
        }
        if (logarithmic && from.signum() <= 0) {
            throw new UsageError("--grid " + text + ": a logarithmic range must begin above 0; use lin");
        }
        if (option.kind() == Kind.WHOLE && !(isWhole(from) && isWhole(to))) {
            throw new UsageError(
                    "--grid " + text + ": --" + option.name() + " takes whole numbers; so must the ends be");
        }
        return new Range(from, to, logarithmic, count(counts, text));
    }

    private static OptionalInt count(List<String> words, String text) {
        if (words.isEmpty()) {
            return OptionalInt.empty();
        }
        final int count = Integer.parseInt(words.getFirst());
        if (count < 1 || count > MOST_POINTS) {
            throw new UsageError(
                    "--grid " + text + ": ask for 1 to " + MOST_POINTS + " values, not " + words.getFirst());
        }
        return OptionalInt.of(count);
    }

    private static boolean isWhole(BigDecimal value) {
        return value.abs().compareTo(LARGEST_WHOLE) <= 0
                && value.stripTrailingZeros().scale() <= 0;
    }
}
