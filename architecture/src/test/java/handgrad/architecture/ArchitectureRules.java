package handgrad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of rules share: a rule has to report an example before it is asked about the code of the build. */
abstract class ArchitectureRules {
    @TempDir
    Path folder;

    /**
     * Fails unless the rule reports the example, and nothing in what this build compiled.
     *
     * @param violation classes that break the rule, beside classes that keep it
     * @param reported a part of each message that the rule has to give on the example; it may give no other message
     */
    final void assertHolds(final ArchRule rule, final Example violation, final String... reported) {
        final List<String> messages = messages(rule, violation.compile(folder));
        assertFalse(messages.isEmpty(), () -> "This rule cannot fail: " + rule.getDescription());
        for (final String part : reported) {
            assertTrue(
                    messages.stream().anyMatch(message -> message.contains(part)),
                    () -> "Not reported: " + part + ", but " + messages);
        }
        assertEquals(
                List.of(),
                messages.stream()
                        .filter(message -> Arrays.stream(reported).noneMatch(message::contains))
                        .toList(),
                "Reported, though it keeps the rule");

        Broken.assertNowhere(rule.getDescription(), messages(rule, Codebase.built()));
    }

    private static List<String> messages(final ArchRule rule, final JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
