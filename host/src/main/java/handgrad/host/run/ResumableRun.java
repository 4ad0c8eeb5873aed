package handgrad.host.run;

import handgrad.backend.DeviceInfo;
import handgrad.host.UserError;
import handgrad.host.json.Json;
import handgrad.host.run.RunExecution.Place;
import handgrad.host.run.checkpoint.CheckpointFacts;
import handgrad.host.run.checkpoint.RunCheckpoint;
import handgrad.host.run.checkpoint.RunProgress;
import handgrad.host.run.folder.RunConfiguration;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.folder.RunIdentity;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A training whose run folder may exist already: a finished run is kept, an unfinished one goes on from its checkpoint
 * or, without one, from the beginning, and without a folder a run is started. However often it is interrupted, its
 * result is the same to the last bit. Only one process at a time may run it.
 *
 * @param settings what decides the training
 * @param folder the run folder
 * @param toldDevice whether the user named the device, so that one that differs from the checkpoint's is no accident
 * @param control what acts on it from outside
 * @param log what is told on the way
 */
public record ResumableRun(RunSettings settings, Path folder, boolean toldDevice, RunControl control, RunLog log) {
    /**
     * A run that resumes only on the device where it began.
     *
     * @param settings what decides the training
     * @param folder the run folder
     * @param control what acts on it from outside
     * @param log what is told on the way
     */
    public ResumableRun(RunSettings settings, Path folder, RunControl control, RunLog log) {
        this(settings, folder, false, control, log);
    }

    /**
     * What came of the run in a folder.
     *
     * @param folder a run folder, or a folder that does not exist
     * @return the report, or empty where no run was finished there
     * @throws UserError if the report cannot be read
     */
    public static Optional<RunReport> finished(Path folder) {
        final Path result = existing(folder).result();
        return Files.exists(result) ? Optional.of(Json.read(result, RunReport.class)) : Optional.empty();
    }

    /**
     * Trains what is still to be trained.
     *
     * @param progress hears how it gets on, from the checkpoint on
     * @return what came of it, or had come of it before
     * @throws UserError if the folder holds a run with other settings or data, its checkpoint cannot be read, and as
     *     for {@link TrainingRun#run}
     * @throws RunInterruptedException if it was asked to stop
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public RunReport run(TrainingListener progress) {
        final RunFolder existing = existing(folder);
        if (!Files.exists(existing.config())) {
            return new TrainingRun(settings, RunFolderPlan.named(folder, false), control, log).run(progress);
        }
        existing.removeLeftovers();
        final Optional<RunReport> finished = finished(folder);
        return finished.isPresent()
                ? keep(existing, finished.get())
                : new RunExecution(settings, control, log).run(opening(existing), progress);
    }

    private RunExecution.Opening opening(RunFolder existing) {
        return new RunExecution.Opening() {
            @Override
            public Place open(DeviceInfo device) {
                return resume(existing, device);
            }

            @Override
            public RunFolder refused() {
                return existing;
            }
        };
    }

    private RunReport keep(RunFolder existing, RunReport report) {
        requireSame(existing, new DeviceInfo(report.device(), report.deviceName(), "", Optional.empty()));
        final int epochs = settings.model().recipe().epochs();
        if (report.epochs() != epochs) {
            throw new UserError(
                    "the run in %s is finished after %d epochs and is not made %s: start another with --init %s"
                            .formatted(
                                    folder,
                                    report.epochs(),
                                    report.epochs() < epochs ? "longer" : "shorter",
                                    existing.checkpoint()));
        }
        existing.removeState();
        return report;
    }

    private Place resume(RunFolder existing, DeviceInfo device) {
        final RunConfiguration found = requireSame(existing, device);
        final RunConfiguration wanted = RunConfiguration.of(settings, device, found.started());
        if (found.epochs() > wanted.epochs()) {
            throw new UserError(
                    "the run in %s is to have %d epochs and is not made shorter".formatted(folder, found.epochs()));
        }
        final RunProgress progress;
        if (Files.exists(existing.state())) {
            final RunCheckpoint checkpoint = RunCheckpoint.read(existing.state(), settings);
            CheckpointFacts.check(existing.state(), checkpoint.facts(), settings, device, toldDevice, log);
            progress = checkpoint.progress();
        } else {
            progress = RunProgress.beginning(settings);
        }
        if (found.epochs() != wanted.epochs() || !found.device().equals(wanted.device())) {
            existing.write(wanted);
        }
        log.note("resume  %s %s".formatted(folder, progress.where(settings.stepsAnEpoch())));
        return new Place(existing, progress);
    }

    private RunConfiguration requireSame(RunFolder existing, DeviceInfo device) {
        final RunConfiguration found = RunConfiguration.read(existing.config());
        RunIdentity.of(found).requireSame(RunIdentity.of(RunConfiguration.of(settings, device)), folder);
        return found;
    }

    private static RunFolder existing(Path folder) {
        return new RunFolder(folder, List.of());
    }
}
