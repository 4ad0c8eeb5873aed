package handgrad.host.run.checkpoint;

import handgrad.host.run.settings.RunSettings;
import handgrad.training.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metadata of a run's files: where the parameters come from. */
public final class RunMetadata {
    /** The optimiser; missing for plain gradient descent. */
    static final String OPTIMISER = "optimiser";

    /** The schedule of the learning rate; missing for a constant one. */
    static final String SCHEDULE = "schedule";

    private RunMetadata() {}

    /**
     * Contains nothing that differs between two runs of one command, however often they were interrupted: the file must
     * be the same.
     *
     * @param settings what decides the training
     * @param epochs how many epochs are complete
     * @param steps how many steps of the next one are made
     * @return names and values
     */
    public static Map<String, String> of(RunSettings settings, int epochs, int steps) {
        final Map<String, String> metadata = identity(settings);
        metadata.put("epoch", Integer.toString(epochs));
        if (steps > 0) {
            metadata.put("step", Integer.toString(steps));
        }
        return metadata;
    }

    /** The entries that all files of a run share. */
    static Map<String, String> identity(RunSettings settings) {
        final Recipe recipe = settings.model().recipe();
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("model", settings.model().name());
        metadata.put("dataset", settings.split().name());
        metadata.put("seed", Long.toString(settings.seed()));
        metadata.put("rng", settings.random().toString());
        metadata.put("batch", Integer.toString(settings.batch()));
        metadata.put("learningRate", Float.toString(recipe.learningRate()));
        if (settings.model().objective().penalised()) {
            metadata.put("lambda", Float.toString(recipe.penalty().lambda()));
            metadata.put("l2Scaling", recipe.penalty().scaling().text());
        }
        recipe.nonDefaultOptimiser().ifPresent(optimiser -> metadata.put(OPTIMISER, optimiser));
        recipe.nonDefaultSchedule().ifPresent(schedule -> metadata.put(SCHEDULE, schedule));
        return metadata;
    }
}
