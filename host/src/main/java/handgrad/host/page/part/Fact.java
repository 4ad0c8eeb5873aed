package handgrad.host.page.part;

import java.util.List;
import java.util.Optional;

/**
 * A named value.
 *
 * @param name what it is
 * @param value what is shown
 */
public record Fact(String name, String value) {
    /**
     * Those values that are known.
     *
     * @param facts what may be known
     * @return the known ones, in order
     */
    public static List<Fact> known(List<Optional<Fact>> facts) {
        return facts.stream().flatMap(Optional::stream).toList();
    }

    /**
     * A value that may not be known.
     *
     * @param name what it is called
     * @param value the value, or empty
     * @return the fact, or empty
     */
    public static Optional<Fact> of(String name, Optional<String> value) {
        return value.filter(text -> !text.isBlank()).map(text -> new Fact(name, text));
    }
}
