package handgrad.host.run;

import handgrad.backend.DeviceInfo;
import handgrad.host.run.checkpoint.CheckpointFacts;
import handgrad.host.run.checkpoint.CheckpointInterval;
import handgrad.host.run.checkpoint.RunCheckpoint;
import handgrad.host.run.checkpoint.RunProgress;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.Checkpointing;
import handgrad.host.training.TrainingState;
import java.util.Map;
import java.util.Optional;

/** Writes the run folder's checkpoint when it is due. */
final class CheckpointWriter implements Checkpointing {
    private final RunSettings settings;
    private final RunFolder folder;
    private final DeviceInfo device;
    private final RunRecorder recorder;
    private final RunControl control;
    private Optional<RunProgress> last = Optional.empty();
    private Optional<Map<String, String>> facts = Optional.empty();
    private long lastWritten = System.nanoTime();

    CheckpointWriter(
            RunSettings settings, RunFolder folder, DeviceInfo device, RunRecorder recorder, RunControl control) {
        this.settings = settings;
        this.folder = folder;
        this.device = device;
        this.recorder = recorder;
        this.control = control;
    }

    @Override
    public int mostSteps(long step) {
        final long period = period();
        return (int) Math.min(Integer.MAX_VALUE, period - step % period);
    }

    @Override
    public boolean isDue(long step) {
        return switch (control.interval()) {
            case CheckpointInterval.Seconds seconds -> System.nanoTime() - lastWritten >= seconds.count() * 1e9;
            case CheckpointInterval.Steps _, CheckpointInterval.Epochs _ -> step % period() == 0;
        };
    }

    /** After how many steps it is due, where steps decide. */
    private long period() {
        return switch (control.interval()) {
            case CheckpointInterval.Steps steps -> steps.count();
            case CheckpointInterval.Epochs epochs -> (long) epochs.count() * settings.stepsAnEpoch();
            case CheckpointInterval.Seconds _ -> Long.MAX_VALUE;
        };
    }

    @Override
    public void keep(TrainingState state) {
        final RunProgress progress = new RunProgress(state, recorder.snapshots());
        new RunCheckpoint(progress, facts()).write(folder.state(), settings);
        last = Optional.of(progress);
        lastWritten = System.nanoTime();
    }

    /** The checksum reads all the data, so it is computed only when a checkpoint is due. */
    private Map<String, String> facts() {
        if (facts.isEmpty()) {
            facts = Optional.of(CheckpointFacts.of(settings, device));
        }
        return facts.get();
    }

    @Override
    public boolean isStopRequested() {
        return control.stop().getAsBoolean();
    }

    /** What was written last. */
    Optional<RunProgress> last() {
        return last;
    }
}
