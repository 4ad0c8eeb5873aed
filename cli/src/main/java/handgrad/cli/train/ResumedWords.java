package handgrad.cli.train;

import handgrad.cli.option.Arguments;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.data.DatasetName;
import handgrad.host.run.folder.StartedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.Options;

/** The arguments of a resumed run: those it was started with, and the few that may change. */
final class ResumedWords {
    /**
     * Options that may change: they do not affect the result, or a warning says so. More epochs are allowed, since a
     * longer training begins like a shorter one.
     */
    private static final Set<String> MAY_CHANGE =
            Set.of("epochs", "device", "threads", "data", "mirror", "checkpoint-every", "json", "quiet", "verbose");

    /** Options that concern the earlier process only. */
    private static final Set<String> NOT_KEPT = Set.of("output", "overwrite", "json", "quiet", "verbose", "resume");

    /** Paths, which may be relative to the folder in which they were typed. */
    private static final Set<String> PATHS = Set.of("data", "init");

    private ResumedWords() {}

    /**
     * Puts the arguments together.
     *
     * @param now what was given with {@code --resume}
     * @param folder the run folder
     * @param options those of {@code train}
     * @return arguments without {@code --resume}, as if the run were begun with them
     * @throws UsageError if an option contradicts the run
     * @throws UserError if the folder holds no run
     */
    static Arguments of(Arguments now, Path folder, Options options) {
        final StartedRun run = StartedRun.read(folder);
        final List<String> words = run.commandLine();
        if (!words.getFirst().equals("train")) {
            throw new UserError("the run in " + folder + " was begun by 'handgrad " + words.getFirst()
                    + "': give that command again, it goes on by itself");
        }
        final Arguments then = Arguments.parse("train", options, words.subList(1, words.size()));
        final Map<String, List<String>> merged = new LinkedHashMap<>();
        then.given().forEach((option, values) -> {
            if (!NOT_KEPT.contains(option)) {
                merged.put(option, PATHS.contains(option) ? absolute(values, run) : values);
            }
        });
        if (run.seed() != null) {
            // One run of a repeated training, if its own folder is named.
            merged.remove("repeat");
            merged.put("seed", List.of(run.seed().toString()));
        }
        if (run.device() != null) {
            merged.put("device", List.of(run.device()));
        }
        if (run.dataset() != null && isNamed(run.dataset())) {
            merged.put("dataset", List.of(run.dataset()));
        }
        now.given().forEach((option, values) -> {
            if (MAY_CHANGE.contains(option)) {
                merged.put(option, values);
            } else if (!option.equals("resume")) {
                requireSame(option, values, then);
            }
        });
        final List<String> model = then.operands(1);
        if (!now.operands(1).isEmpty() && !now.operands(1).equals(model)) {
            throw new UsageError("--resume " + folder + ": the run trains " + String.join(" ", model) + ", not "
                    + now.operands(1).getFirst() + "; leave the model out");
        }
        return Arguments.parse("train", options, words(model, merged));
    }

    private static List<String> absolute(List<String> values, StartedRun run) {
        return values.stream()
                .map(value -> Path.of(run.workingFolder()).resolve(value).toString())
                .toList();
    }

    private static boolean isNamed(String dataset) {
        try {
            DatasetName.parse(dataset);
            return true;
        } catch (final UserError made) {
            return false;
        }
    }

    private static void requireSame(String option, List<String> values, Arguments then) {
        final List<String> earlier = then.given().get(option);
        if (!values.equals(earlier)) {
            final String given = String.join(" ", values);
            throw new UsageError(
                    "--%s%s contradicts the run, which was begun %s; a resumed run keeps its settings: leave it out"
                            .formatted(
                                    option,
                                    given.isEmpty() ? "" : " " + given,
                                    earlier == null ? "without it" : "with " + String.join(" ", earlier)));
        }
    }

    /** Written as one word, so that a value with a leading hyphen is not taken for an option. */
    private static List<String> words(List<String> operands, Map<String, List<String>> options) {
        final List<String> words = new ArrayList<>(operands);
        options.forEach((option, values) -> {
            if (values.isEmpty()) {
                words.add("--" + option);
            }
            values.forEach(value -> words.add("--" + option + "=" + value));
        });
        return List.copyOf(words);
    }
}
