package handgrad.host.run;

import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.run.checkpoint.RunMetadata;
import handgrad.host.run.checkpoint.RunProgress;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.folder.RunTables;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.EpochResult;
import handgrad.host.training.TrainingListener;
import handgrad.training.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/** Keeps the figures of a training, and writes its tables into the run folder from time to time. */
final class RunRecorder implements TrainingListener {
    /** How often tables are written, in seconds: often enough to watch them, rarely enough to cost nothing. */
    private static final double INTERVAL = 10;

    private final RunSettings settings;
    private final RunFolder folder;
    private final RunLog log;
    private final List<EpochResult> epochs;
    private final List<ParameterValues> snapshots;
    private Good lastGood;
    private long lastWritten = System.nanoTime();

    /**
     * Parameters that gave finite losses.
     *
     * @param parameters the numbers
     * @param epochs after how many epochs
     * @param steps and after how many steps of the next one
     * @param where the same for a person
     */
    private record Good(ParameterValues parameters, int epochs, int steps, String where) {}

    /**
     * A recorder.
     *
     * @param progress how far the run is
     */
    RunRecorder(RunSettings settings, RunFolder folder, RunProgress progress, RunLog log) {
        this.settings = settings;
        this.folder = folder;
        this.log = log;
        this.epochs = new ArrayList<>(progress.state().reports());
        this.snapshots = new ArrayList<>(progress.snapshots());
        final int stepsAnEpoch = settings.stepsAnEpoch();
        this.lastGood = new Good(
                progress.state().parameters(),
                progress.epochs(stepsAnEpoch),
                progress.steps(stepsAnEpoch),
                progress.where(stepsAnEpoch));
    }

    @Override
    public void finishedEpoch(EpochResult epoch, ParameterValues parameters) {
        epochs.add(epoch);
        lastGood = new Good(parameters, epoch.epoch(), 0, "after epoch " + epoch.epoch());
        if (settings.keepsSnapshots()) {
            snapshots.add(parameters);
        }
        final double since = (System.nanoTime() - lastWritten) / 1e9;
        if (since >= INTERVAL && epoch.epoch() < settings.model().recipe().epochs()) {
            writeTables(List.of());
            log.detail("wrote " + folder.metrics() + " after epoch " + epoch.epoch());
        }
    }

    /** The parameters after each report, where a report of the model asks for them. */
    List<ParameterValues> snapshots() {
        return List.copyOf(snapshots);
    }

    /** After which step the last good parameters were seen, for a person. */
    String lastGood() {
        return lastGood.where();
    }

    /** The losses of all steps up to the last report. */
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
        new Checkpoint(lastGood.parameters(), RunMetadata.of(settings, lastGood.epochs(), lastGood.steps()))
                .write(folder.checkpoint());
        writeTables(unfinished);
    }

    /**
     * Writes the tables.
     *
     * @param unfinished the losses of the steps since the last report, or none
     */
    void writeTables(List<Float> unfinished) {
        RunTables.writeMetrics(folder.metrics(), epochs);
        final List<Float> losses = new ArrayList<>(stepLosses());
        losses.addAll(unfinished);
        RunTables.writeSteps(folder.steps(), losses, settings.stepsAnEpoch());
        lastWritten = System.nanoTime();
    }
}
