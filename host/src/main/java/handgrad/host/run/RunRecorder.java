package handgrad.host.run;

import handgrad.host.training.EpochResult;
import handgrad.host.training.TrainingListener;
import handgrad.training.ParameterValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a training brings, and writes it into the run folder from time to time. */
final class RunRecorder implements TrainingListener {
    /** How often files are written, in seconds: often enough that little is lost, seldom enough to cost nothing. */
    private static final double INTERVAL = 10;

    private final RunSettings settings;
    private final RunFolder folder;
    private final RunLog log;
    private final List<EpochResult> epochs = new ArrayList<>();
    private ParameterValues lastGood;
    private long lastWritten = System.nanoTime();

    /**
     * A recorder at the start.
     *
     * @param initial the parameters before the first step
     */
    RunRecorder(RunSettings settings, RunFolder folder, ParameterValues initial, RunLog log) {
        this.settings = settings;
        this.folder = folder;
        this.lastGood = initial;
        this.log = log;
    }

    @Override
    public void finishedEpoch(EpochResult epoch, ParameterValues parameters) {
        epochs.add(epoch);
        lastGood = parameters;
        final double since = (System.nanoTime() - lastWritten) / 1e9;
        if (since >= INTERVAL && epoch.epoch() < settings.model().recipe().epochs()) {
            write(List.of());
            log.detail("wrote " + folder.checkpoint() + " after epoch " + epoch.epoch());
        }
    }

    /** How many epochs ended with finite losses. */
    int finishedEpochs() {
        return epochs.size();
    }

    /** The losses of all steps, epoch by epoch. */
    List<List<Float>> stepLosses() {
        return epochs.stream().map(EpochResult::stepLosses).toList();
    }

    /** Each epoch so far. */
    List<EpochResult> epochs() {
        return List.copyOf(epochs);
    }

    /**
     * Writes the last good parameters and the tables.
     *
     * @param unfinished the losses of the steps of an epoch that did not end well, or none
     */
    void write(List<Float> unfinished) {
        new Checkpoint(lastGood, metadata()).write(folder.checkpoint());
        RunTables.writeMetrics(folder.metrics(), epochs);
        final List<List<Float>> losses = new ArrayList<>(stepLosses());
        if (!unfinished.isEmpty()) {
            losses.add(unfinished);
        }
        RunTables.writeSteps(folder.steps(), losses);
        lastWritten = System.nanoTime();
    }

    /** Nothing that differs between two runs of one command: the file must come out the same. */
    private Map<String, String> metadata() {
        final var recipe = settings.model().recipe();
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("model", settings.model().name());
        metadata.put("dataset", settings.split().name());
        metadata.put("seed", Long.toString(settings.seed()));
        metadata.put("rng", settings.random().toString());
        metadata.put("epoch", Integer.toString(epochs.size()));
        metadata.put("batch", Integer.toString(settings.batch()));
        metadata.put("learningRate", Float.toString(recipe.learningRate()));
        return metadata;
    }
}
