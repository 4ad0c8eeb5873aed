package handgrad.host.run;

import handgrad.host.training.EpochResult;
import handgrad.host.training.TrainingListener;
import handgrad.training.ParameterValues;
import handgrad.training.Report.CurveFit;
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
    private final List<ParameterValues> snapshots = new ArrayList<>();
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
        if (keepsSnapshots()) {
            snapshots.add(parameters);
        }
        final double since = (System.nanoTime() - lastWritten) / 1e9;
        if (since >= INTERVAL && epoch.epoch() < settings.model().recipe().epochs()) {
            write(List.of());
            log.detail("wrote " + folder.checkpoint() + " after epoch " + epoch.epoch());
        }
    }

    private boolean keepsSnapshots() {
        return settings.model().reports().stream()
                .anyMatch(report -> report instanceof CurveFit fit && fit.everyReport());
    }

    /** The parameters after each report, where a report of the model asks for them. */
    List<ParameterValues> snapshots() {
        return List.copyOf(snapshots);
    }

    /** How many epochs ended with finite losses. */
    int finishedEpochs() {
        return epochs.isEmpty() ? 0 : epochs.getLast().epoch();
    }

    /** The losses of all steps so far. */
    List<Float> stepLosses() {
        return epochs.stream().flatMap(epoch -> epoch.stepLosses().stream()).toList();
    }

    /** Each epoch so far, or each group of epochs between two reports. */
    List<EpochResult> epochs() {
        return List.copyOf(epochs);
    }

    /**
     * Writes the last good parameters and the tables.
     *
     * @param unfinished the losses of the steps since the last report, where training did not end well, or none
     */
    void write(List<Float> unfinished) {
        new Checkpoint(lastGood, metadata()).write(folder.checkpoint());
        RunTables.writeMetrics(folder.metrics(), epochs);
        final List<Float> losses = new ArrayList<>(stepLosses());
        losses.addAll(unfinished);
        RunTables.writeSteps(folder.steps(), losses, settings.stepsAnEpoch());
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
        metadata.put("epoch", Integer.toString(finishedEpochs()));
        metadata.put("batch", Integer.toString(settings.batch()));
        metadata.put("learningRate", Float.toString(recipe.learningRate()));
        if (settings.model().objective().penalised()) {
            metadata.put("lambda", Float.toString(recipe.penalty().lambda()));
            metadata.put("l2Scaling", recipe.penalty().scaling().text());
        }
        return metadata;
    }
}
