package handgrad.host.run.folder;

import handgrad.host.UserError;
import handgrad.optimiser.Optimisers;
import handgrad.optimiser.Schedule;
import handgrad.optimiser.Schedules;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that decides the result of a run, except the number of its epochs (unless its schedule depends on it), the
 * contents of its data, and the device.
 *
 * @param values texts by their names in {@code config.json}
 */
public record RunIdentity(Map<String, String> values) {
    /**
     * What decides how a run ends.
     *
     * @param run its settings
     * @return the identity
     */
    public static RunIdentity of(RunConfiguration run) {
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("model", run.model());
        values.put("parameters", Integer.toString(run.parameters()));
        values.put("seed", Long.toString(run.seed()));
        values.put("rng", run.rng());
        values.put("batch", Integer.toString(run.batch()));
        values.put("learningRate", Float.toString(run.learningRate()));
        values.put("lambda", Objects.toString(run.lambda()));
        values.put("l2Scaling", run.l2Scaling());
        values.put("optimiser", Objects.requireNonNullElse(run.optimiser(), Optimisers.SGD.toString()));
        final String schedule = Objects.requireNonNullElse(run.schedule(), Schedule.CONSTANT.toString());
        values.put("schedule", schedule);
        if (Schedules.parse(schedule).dependsOnLength()) {
            values.put("number of epochs, on which its schedule depends,", Integer.toString(run.epochs()));
        }
        values.put("reportEvery", Integer.toString(run.reportEvery()));
        values.put("sampling", run.sampling());
        values.put("loss", run.loss());
        values.put("labels", run.labels());
        values.put("initialiser", run.initialiser());
        values.put("init", run.init() == null ? null : absolute(run));
        values.put("dataset", run.dataset());
        values.put("trainSamples", Integer.toString(run.trainSamples()));
        values.put("testSamples", Integer.toString(run.testSamples()));
        return new RunIdentity(values);
    }

    private static String absolute(RunConfiguration run) {
        return Path.of(Objects.requireNonNullElse(run.workingFolder(), ""))
                .resolve(run.init())
                .normalize()
                .toString();
    }

    /**
     * Demands that another run would end alike.
     *
     * @param wanted the other run's identity
     * @param folder this run's folder, for the message
     * @throws UserError if it would not; the message names the first thing that differs
     */
    public void requireSame(RunIdentity wanted, Path folder) {
        wanted.values.forEach((name, value) -> {
            if (!Objects.equals(value, values.get(name))) {
                throw new UserError("cannot go on with the run in %s: its %s is %s, but %s is asked for now"
                        .formatted(folder, name, values.get(name), value));
            }
        });
    }
}
