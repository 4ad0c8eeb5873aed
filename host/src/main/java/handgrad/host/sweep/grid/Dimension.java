package handgrad.host.sweep.grid;

import handgrad.host.UsageError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --grid} says of one option.
 *
 * @param option the option
 * @param values what it shall be
 */
public record Dimension(SweptOption option, Values values) {
    /** The values of an option: a list, or a range from which they are taken. */
    public sealed interface Values permits Listed, Range {}

    /**
     * Values one by one.
     *
     * @param texts as they were typed, each another value
     */
    public record Listed(List<String> texts) implements Values {
        /** Copies the list. */
        public Listed {
            texts = List.copyOf(texts);
        }
    }

    /**
     * The values of this option in a grid.
     *
     * @return each once, in order
     * @throws UsageError if it is a range without a count, or one that has not so many values
     */
    public List<String> points() {
        final List<String> points = switch (values) {
            case Listed listed -> listed.texts();
            case Range range -> range.points(option);
        };
        rejectTwins(points);
        return points;
    }

    /** 0.1 and 1e-1 are one value. */
    private void rejectTwins(List<String> points) {
        final List<Object> seen = new ArrayList<>();
        for (final String point : points) {
            final Object value = option.isNumber() ? number(point) : point;
            final int twin = seen.indexOf(value);
            if (twin >= 0) {
                throw new UsageError("--grid " + option.name() + ": " + points.get(twin) + " and " + point
                        + " are one value; give it once" + fewer());
            }
            seen.add(value);
        }
    }

    private String fewer() {
        return values instanceof Range ? ", by asking for fewer values between these ends" : "";
    }

    private Object number(String text) {
        try {
            return new BigDecimal(text).stripTrailingZeros();
        } catch (final NumberFormatException notANumber) {
            // The option itself says best what it takes.
            return text;
        }
    }
}
