package handgrad.host.run;

import handgrad.training.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the files with a run's parameters say of where these come from. */
final class RunMetadata {
    /** The optimiser; missing for plain gradient descent. */
    static final String OPTIMISER = "optimiser";

    /** The schedule of the learning rate; missing for a constant one. */
    static final String SCHEDULE = "schedule";

    private RunMetadata() {}

    /**
     * Nothing that differs between two runs of one command, however often they were interrupted: the file must come out
     * the same.
     *
     * @param epochs how many epochs are complete
     * @param steps how many steps of the next one are made
     */
    static Map<String, String> of(RunSettings settings, int epochs, int steps) {
        final Map<String, String> metadata = identity(settings);
        metadata.put("epoch", Integer.toString(epochs));
        if (steps > 0) {
            metadata.put("step", Integer.toString(steps));
        }
        return metadata;
    }

    /** What is the same in all files of a run. */
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
