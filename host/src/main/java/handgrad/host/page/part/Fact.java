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
    /** Those of some values that are known. */
    public static List<Fact> known(List<Optional<Fact>> facts) {
        return facts.stream().flatMap(Optional::stream).toList();
    }

    /** A value that may not be known. */
    public static Optional<Fact> of(String name, Optional<String> value) {
        return value.filter(text -> !text.isBlank()).map(text -> new Fact(name, text));
    }
}
