package handgrad.host.page.source;

import handgrad.host.UserError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Figures that compare, bench, profile or sweep measured.
 *
 * @param folder where they lie
 * @param kind which of them
 * @param figures their file
 */
public record Measurement(Path folder, Kind kind, JsonObject figures) implements Source {
    /** Which command measured. */
    public enum Kind {
        /** {@code compare}: one training on several devices. */
        COMPARISON("comparison", "compare.json"),
        /** {@code bench --ops}: each op against what the device can do. */
        OPS("bench-ops", "bench-ops.json"),
        /** {@code bench}: trainings in fresh processes. */
        BENCH("bench", "bench.json"),
        /** {@code profile}: where a step's time goes. */
        PROFILE("profile", "profile.json"),
        /** {@code sweep}: trainings over a grid of settings. */
        SWEEP("sweep", "summary.json");

        private final String text;
        private final String file;

        Kind(String text, String file) {
            this.text = text;
            this.file = file;
        }

        /**
         * The file's name in the folder that the command writes.
         *
         * @return such as {@code compare.json}
         */
        public String file() {
            return file;
        }

        /** What the file's {@code "kind"} says. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its figures
     * @throws UserError if it is malformed, or of no known kind
     */
    static Measurement read(Path file) {
        final JsonObject figures = JsonObject.read(file);
        final Optional<String> said = figures.text("kind");
        final Kind kind = Arrays.stream(Kind.values())
                .filter(candidate -> said.map(candidate.text::equals).orElseGet(() -> file.endsWith(candidate.file)))
                .findFirst()
                .orElseThrow(() -> new UserError(file + " holds nothing that can be reported: its \"kind\" is none of "
                        + Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", "))));
        return new Measurement(file.toAbsolutePath().getParent(), kind, figures);
    }
}
