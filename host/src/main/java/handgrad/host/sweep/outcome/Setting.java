package handgrad.host.sweep.outcome;

import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.Figures;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.grid.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trials that differ in the seed alone.
 *
 * @param values what they have in common
 * @param trials each with how far it is, in order
 */
public record Setting(Map<String, String> values, List<Entry> trials) {
    /**
     * A trial.
     *
     * @param trial the trial
     * @param state how far it is
     */
    public record Entry(Trial trial, TrialState state) {
        /**
         * What came of it.
         *
         * @return the figures, or empty if it did not finish
         */
        public Optional<Figures> figures() {
            return state instanceof Finished finished ? Optional.of(finished.figures()) : Optional.empty();
        }
    }

    /** Copies the trials. */
    public Setting {
        trials = List.copyOf(trials);
    }

    /**
     * The settings of a sweep.
     *
     * @param entries its trials
     * @return in the order of their first trials
     */
    public static List<Setting> of(List<Entry> entries) {
        final Map<Map<String, String>, List<Entry>> settings = new LinkedHashMap<>();
        entries.forEach(entry -> settings.computeIfAbsent(entry.trial().setting(), key -> new ArrayList<>())
                .add(entry));
        return settings.entrySet().stream()
                .map(setting -> new Setting(setting.getKey(), setting.getValue()))
                .toList();
    }

    /**
     * Settings by the mean over their finished trials, best first. Settings with an unfinished trial come last, since a
     * mean over the seeds that did finish would be too good. Of equals the earlier one comes first.
     *
     * @param settings in the order of the grid
     * @param bestBy what counts
     * @return in the order of the table
     */
    public static List<Setting> ranked(List<Setting> settings, Figure bestBy) {
        return settings.stream()
                .sorted(Comparator.comparing((Setting setting) -> !setting.isComplete())
                        .thenComparingDouble(setting -> bestBy.cost(
                                setting.statistics(bestBy).map(Statistics::mean).orElse(Double.NaN))))
                .toList();
    }

    /**
     * How many of its trials finished.
     *
     * @return n of the statistics
     */
    public int finished() {
        return (int) trials.stream()
                .filter(entry -> entry.state() instanceof Finished)
                .count();
    }

    /**
     * Whether all its trials finished.
     *
     * @return false if one failed or was not run yet
     */
    public boolean isComplete() {
        return finished() == trials.size();
    }

    /**
     * How many of its trials failed.
     *
     * @return the others are not run yet
     */
    public int failed() {
        return (int)
                trials.stream().filter(entry -> entry.state() instanceof Failed).count();
    }

    /**
     * A figure over the trials that finished.
     *
     * @param figure which one
     * @return mean and standard deviation, or empty if none finished
     */
    public Optional<Statistics> statistics(Figure figure) {
        return Statistics.of(trials.stream()
                .flatMap(entry -> entry.figures().stream())
                .map(figure::of)
                .toList());
    }

    /**
     * The trial that did best.
     *
     * @param bestBy what counts
     * @return the first of the best, or empty if none finished
     */
    public Optional<Entry> best(Figure bestBy) {
        return trials.stream()
                .filter(entry -> entry.figures().isPresent())
                .min(Comparator.comparingDouble(
                        entry -> bestBy.cost(bestBy.of(entry.figures().orElseThrow()))));
    }
}
