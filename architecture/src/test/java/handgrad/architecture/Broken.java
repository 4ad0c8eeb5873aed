package handgrad.architecture;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

/** How a broken rule is reported: what it asks, and where it is broken, a line each. */
final class Broken {
    private static final int SHOWN = 20;

    private Broken() {}

    /**
     * Fails if a rule is broken.
     *
     * @param rule what the rule asks, and why
     * @param places a message for each place that breaks it
     */
    static void assertNowhere(final String rule, final List<String> places) {
        if (!places.isEmpty()) {
            final String first = String.join("\n  ", places.subList(0, Math.min(SHOWN, places.size())));
            final String more = places.size() > SHOWN ? "\n  and " + (places.size() - SHOWN) + " more" : "";
            fail("Broken: " + rule + "\n  " + first + more);
        }
    }
}
