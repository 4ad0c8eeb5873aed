package handgrad.host.run;

import handgrad.backend.DeviceInfo;
import handgrad.host.UserError;
import handgrad.host.run.RunExecution.Place;
import handgrad.host.run.checkpoint.RunProgress;
import handgrad.host.run.folder.RunConfiguration;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.TrainingListener;

/**
 * A training from its settings to the files of a new run folder.
 *
 * @param settings what decides the training
 * @param place where the run folder will be
 * @param control what acts on it from outside
 * @param log what is told on the way
 */
public record TrainingRun(RunSettings settings, RunFolderPlan place, RunControl control, RunLog log) {
    /**
     * A run that is not stopped, with checkpoints at the usual interval.
     *
     * @param settings what decides the training
     * @param place where the run folder will be
     * @param log what is told on the way
     */
    public TrainingRun(RunSettings settings, RunFolderPlan place, RunLog log) {
        this(settings, place, RunControl.DEFAULT, log);
    }

    /**
     * Trains and writes. The run folder is made only once the programs are compiled and the device is open.
     *
     * @param progress hears how it gets on
     * @return what came of it
     * @throws UserError if the model cannot take the data, a file cannot be written, or the training diverged; the
     *     message then names the file with the last good parameters
     * @throws RunInterruptedException if it was asked to stop
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public RunReport run(TrainingListener progress) {
        final RunExecution.Opening opening = new RunExecution.Opening() {
            @Override
            public Place open(DeviceInfo device) {
                return start(device);
            }

            @Override
            public RunFolder refused() {
                return place.create();
            }
        };
        return new RunExecution(settings, control, log).run(opening, progress);
    }

    private Place start(DeviceInfo device) {
        final RunFolder folder = place.create();
        try {
            folder.write(RunConfiguration.of(settings, device));
        } catch (final UserError failure) {
            folder.discard();
            throw failure;
        }
        return new Place(folder, RunProgress.beginning(settings));
    }
}
