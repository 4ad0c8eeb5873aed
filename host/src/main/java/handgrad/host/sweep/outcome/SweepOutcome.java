package handgrad.host.sweep.outcome;

import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.outcome.Setting.Entry;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep has brought so far.
 *
 * @param definition the sweep
 * @param trials each trial with how far it is, in order
 * @param settings the trials that differ in the seed alone, best first
 */
public record SweepOutcome(SweepDefinition definition, List<Entry> trials, List<Setting> settings) {
    /** Copies the lists. */
    public SweepOutcome {
        trials = List.copyOf(trials);
        settings = List.copyOf(settings);
    }

    /**
     * Gathers it from the folder.
     *
     * @param folder the sweep's folder
     * @param definition the sweep
     * @return what it has brought
     */
    public static SweepOutcome of(SweepFolder folder, SweepDefinition definition) {
        final List<Entry> entries = definition.trials().stream()
                .map(trial -> new Entry(trial, folder.state(trial)))
                .toList();
        return new SweepOutcome(definition, entries, Setting.ranked(Setting.of(entries), definition.bestBy()));
    }

    /**
     * The best trial of the best setting.
     *
     * @return the trial, or empty if none finished
     */
    public Optional<Entry> best() {
        return settings.stream()
                .flatMap(setting -> setting.best(definition.bestBy()).stream())
                .findFirst();
    }

    /**
     * The trials that failed.
     *
     * @return in order
     */
    public List<Entry> failed() {
        return trials.stream().filter(entry -> entry.state() instanceof Failed).toList();
    }

    /**
     * How many trials finished.
     *
     * @return the number
     */
    public int finished() {
        return (int) trials.stream()
                .filter(entry -> entry.state() instanceof Finished)
                .count();
    }

    /**
     * How many trials neither finished nor failed.
     *
     * @return the number
     */
    public int open() {
        return trials.size() - finished() - failed().size();
    }
}
