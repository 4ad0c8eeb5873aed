package handgrad.host.sweep.folder;

import handgrad.host.Version;
import handgrad.host.sweep.grid.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sweep is: {@code sweep.json}.
 *
 * @param model the model's name
 * @param fixed the options of {@code train} that all trials share, as words
 * @param grid whether the trials are all combinations of their values, rather than random ones
 * @param bestBy what the settings are ranked by
 * @param trials the trials, in order
 * @param version of Handgrad that wrote it
 */
public record SweepDefinition(
        String model, List<String> fixed, boolean grid, Figure bestBy, List<Trial> trials, String version) {
    /** Copies the lists. */
    public SweepDefinition {
        fixed = List.copyOf(fixed);
        trials = List.copyOf(trials);
    }

    /**
     * A sweep of this program.
     *
     * @param model the model's name
     * @param fixed the options of {@code train} that all trials share, as words
     * @param grid whether the trials are all combinations of their values, rather than random ones
     * @param bestBy what the settings are ranked by
     * @param trials the trials, in order
     * @return the definition
     */
    public static SweepDefinition of(
            String model, List<String> fixed, boolean grid, Figure bestBy, List<Trial> trials) {
        return new SweepDefinition(model, fixed, grid, bestBy, trials, Version.text());
    }

    /**
     * The same sweep, ranked by something else.
     *
     * @param figure what counts
     * @return the definition
     */
    public SweepDefinition withBestBy(Figure figure) {
        return new SweepDefinition(model, fixed, grid, figure, trials, version);
    }

    /**
     * The options in which settings differ.
     *
     * @return their names, in order, without the seed
     */
    public List<String> dimensions() {
        return trials.getFirst().setting().keySet().stream().toList();
    }

    /**
     * The values that an option takes.
     *
     * @param dimension the option
     * @return each once, in order
     */
    public List<String> values(String dimension) {
        return trials.stream()
                .map(trial -> trial.values().get(dimension))
                .distinct()
                .toList();
    }

    /**
     * A trial as the words that {@code train} takes.
     *
     * @param trial one of the trials
     * @return the model, the shared options, the trial's own
     */
    public List<String> trainWords(Trial trial) {
        return Stream.of(List.of(model), fixed, trial.words())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Whether this sweep contains every trial of another, so that it can replace it in its folder.
     *
     * @param other the other sweep
     * @return true if model and shared options are the same and no trial is missing here
     */
    boolean extendsOrEquals(SweepDefinition other) {
        final Set<Trial> mine = new HashSet<>(trials);
        return model.equals(other.model) && fixed.equals(other.fixed) && mine.containsAll(other.trials);
    }

    /** What {@code sweep.json} holds. */
    record Stored(
            String model,
            List<String> fixed,
            boolean grid,
            String bestBy,
            List<Map<String, String>> trials,
            String version) {}

    Stored stored() {
        return new Stored(
                model,
                fixed,
                grid,
                bestBy.text(),
                trials.stream().map(Trial::values).toList(),
                version);
    }

    static SweepDefinition read(JsonReader json) {
        final List<Trial> trials =
                json.objects("trials").stream().map(Trial::new).collect(Collectors.toList());
        return new SweepDefinition(
                json.text("model"),
                json.texts("fixed"),
                json.flag("grid"),
                json.choice("bestBy", Figure::parse),
                json.demand(
                        trials,
                        !trials.isEmpty()
                                && trials.stream()
                                        .allMatch(trial -> trial.values()
                                                        .keySet()
                                                        .equals(trials.getFirst()
                                                                .values()
                                                                .keySet())
                                                && trial.values().containsKey(Trial.SEED)),
                        "its trials lack a value"),
                json.text("version"));
    }
}
