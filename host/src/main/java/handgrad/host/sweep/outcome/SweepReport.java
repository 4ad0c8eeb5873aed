package handgrad.host.sweep.outcome;

import handgrad.host.Launcher;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.Figures;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.outcome.Setting.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The result of a sweep: {@code summary.json}, and what {@code --json} prints.
 *
 * @param model the model's name
 * @param fixed the options that all trials share
 * @param bestBy what the settings are ranked by
 * @param finished how many trials finished
 * @param failed how many failed
 * @param open how many were not run yet
 * @param settings the trials that differ in the seed alone, best first
 * @param best the best trial of the best setting, or null if none finished
 * @param trials every trial, in the order of the grid
 * @param folder the sweep's folder
 * @param files the tables and pictures in it
 */
public record SweepReport(
        String model,
        List<String> fixed,
        String bestBy,
        int finished,
        int failed,
        int open,
        List<Row> settings,
        Best best,
        List<TrialRow> trials,
        Path folder,
        List<String> files) {
    /**
     * A setting.
     *
     * @param values its options
     * @param n how many of its trials finished
     * @param failed how many failed
     * @param testAccuracy over those that finished, or null if none did
     * @param testLoss over those that finished, or null if none did
     * @param trainAccuracy over those that finished, or null if none did
     * @param trainLoss over those that finished, or null if none did
     * @param trainSeconds over those that finished, or null if none did
     */
    public record Row(
            Map<String, String> values,
            int n,
            int failed,
            Statistics testAccuracy,
            Statistics testLoss,
            Statistics trainAccuracy,
            Statistics trainLoss,
            Statistics trainSeconds) {
        static Row of(Setting setting) {
            return new Row(
                    setting.values(),
                    setting.finished(),
                    setting.failed(),
                    setting.statistics(Figure.TEST_ACCURACY).orElse(null),
                    setting.statistics(Figure.TEST_LOSS).orElse(null),
                    setting.statistics(Figure.TRAIN_ACCURACY).orElse(null),
                    setting.statistics(Figure.TRAIN_LOSS).orElse(null),
                    setting.statistics(Figure.TRAIN_SECONDS).orElse(null));
        }
    }

    /**
     * A trial.
     *
     * @param name the name of its folder
     * @param values its options
     * @param state finished, failed or open
     * @param reason why it failed, or null
     * @param figures what came of it, or null
     */
    public record TrialRow(String name, Map<String, String> values, String state, String reason, Figures figures) {
        static TrialRow of(Entry entry) {
            return new TrialRow(
                    entry.trial().name(),
                    entry.trial().values(),
                    word(entry.state()),
                    entry.state() instanceof Failed failed ? failed.reason() : null,
                    entry.figures().orElse(null));
        }
    }

    /**
     * The best trial of the best setting.
     *
     * @param trial the name of its folder
     * @param values its options
     * @param checkpoint its parameters, copied out
     * @param command what repeats it
     */
    public record Best(String trial, Map<String, String> values, Path checkpoint, String command) {}

    /** Puts it together. */
    static SweepReport of(SweepOutcome outcome, SweepFolder folder, List<String> files) {
        final SweepDefinition definition = outcome.definition();
        return new SweepReport(
                definition.model(),
                definition.fixed(),
                definition.bestBy().text(),
                outcome.finished(),
                outcome.failed().size(),
                outcome.open(),
                outcome.settings().stream().map(Row::of).toList(),
                outcome.best()
                        .map(entry -> new Best(
                                entry.trial().name(),
                                entry.trial().values(),
                                folder.best().resolve("model.safetensors"),
                                Launcher.typed(
                                        Stream.concat(Stream.of("train"), definition.trainWords(entry.trial()).stream())
                                                .toList())))
                        .orElse(null),
                outcome.trials().stream().map(TrialRow::of).toList(),
                folder.path(),
                files);
    }

    /** A state's name in tables. */
    static String word(TrialState state) {
        return switch (state) {
            case Finished _ -> "finished";
            case Failed _ -> "failed";
            case TrialState.Open _ -> "open";
        };
    }
}
