package handgrad.host.run;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.Session;
import handgrad.host.UserError;
import handgrad.host.devices.DeviceLog;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.host.run.checkpoint.RunProgress;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.DivergedException;
import handgrad.host.training.Trainer;
import handgrad.host.training.TrainingListener;
import handgrad.host.training.TrainingListeners;
import handgrad.host.training.TrainingResult;
import handgrad.host.training.TrainingStoppedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A training from its current state to the files of its run folder.
 *
 * @param settings what decides the training
 * @param control what acts on it from outside
 * @param log what is told on the way
 */
record RunExecution(RunSettings settings, RunControl control, RunLog log) {
    /** Finds where the run's files go. */
    interface Opening {
        /** The place, and how far the run is, once the device is open. */
        Place open(DeviceInfo device);

        /** The folder for the compiler's log, if the device could not be opened. */
        RunFolder refused();
    }

    /**
     * Where a run is.
     *
     * @param folder its folder, with {@code config.json} in it
     * @param progress how far it is
     */
    record Place(RunFolder folder, RunProgress progress) {}

    /**
     * Trains and writes.
     *
     * @throws UserError if the model cannot take the data, a file cannot be written, or the training diverged; the
     *     message then names the file with the last good parameters
     * @throws RunInterruptedException if it was asked to stop
     * @throws DeviceException if the device cannot be used; what its compiler said of the programs is in the run
     *     folder, in a file that the message names
     */
    RunReport run(Opening opening, TrainingListener progress) {
        final Trainer trainer = new Trainer(settings.model(), settings.split());
        final long start = System.nanoTime();
        try (Session session = open(trainer, opening)) {
            log.note("device  " + settings.device().explain(session.device()));
            session.advice().ifPresent(advice -> log.note("        " + advice));
            log.detail("        %s; %d programs ready after %d ms"
                    .formatted(
                            session.device().details(),
                            trainer.programs().size(),
                            (System.nanoTime() - start) / 1_000_000));
            return run(session, trainer, opening.open(session.device()), progress);
        }
    }

    private Session open(Trainer trainer, Opening opening) {
        try {
            return settings.device().open(trainer.programs());
        } catch (final DeviceException failure) {
            if (failure.log().isEmpty()) {
                throw failure;
            }
            throw new DeviceException(DeviceLog.keep(failure, opening.refused().deviceLog()), failure);
        }
    }

    private RunReport run(Session session, Trainer trainer, Place place, TrainingListener progress) {
        final RunFolder folder = place.folder();
        final RunRecorder recorder = new RunRecorder(settings, folder, place.progress(), log);
        final CheckpointWriter checkpoints =
                new CheckpointWriter(settings, folder, session.device(), recorder, control);
        final TrainingListener both = new TrainingListeners(List.of(recorder, progress));
        try {
            final TrainingResult result =
                    trainer.train(session, place.progress().state(), both, checkpoints);
            return finish(session, folder, recorder, result, trainer.testOutputs(session));
        } catch (final DivergedException diverged) {
            throw keepLastGood(diverged, diverged.stepLosses(), folder, recorder);
        } catch (final DeviceException failure) {
            throw keepLastGood(failure, List.of(), folder, recorder);
        } catch (final TrainingStoppedException stopped) {
            throw interrupted(folder, recorder, checkpoints.last().orElseThrow());
        } catch (final UserError notWritten) {
            throw new UserError(
                    notWritten.getMessage() + "; once that is put right, go on with: "
                            + ResumeCommand.of(folder.path()),
                    notWritten);
        }
    }

    private RunReport finish(
            Session session, RunFolder folder, RunRecorder recorder, TrainingResult result, float[] testOutputs) {
        recorder.write(List.of());
        final List<Path> files = new ArrayList<>(
                List.of(folder.checkpoint(), folder.metrics(), folder.steps(), folder.config(), folder.result()));
        files.addAll(draw(folder, recorder, List.of()));
        final RunReports reports = control.reporter().report(finished(recorder, result, testOutputs), folder, log);
        files.addAll(reports.files());
        final List<String> names =
                files.stream().map(file -> file.getFileName().toString()).toList();
        final RunReport report = RunReport.of(settings, session.device(), result, folder, names, reports.findings());
        AtomicFile.writeText(folder.result(), Json.text(report) + "\n");
        folder.removeState();
        return report;
    }

    private FinishedRun finished(RunRecorder recorder, TrainingResult result, float[] testOutputs) {
        return new FinishedRun(
                settings.model(),
                settings.split(),
                settings.random(),
                settings.seed(),
                settings.streamState(),
                settings.device(),
                settings.initial(),
                recorder.epochs(),
                recorder.snapshots(),
                result.parameters(),
                testOutputs);
    }

    private RunInterruptedException interrupted(RunFolder folder, RunRecorder recorder, RunProgress progress) {
        final int stepsAnEpoch = settings.stepsAnEpoch();
        try {
            recorder.writeTables(List.of());
        } catch (final UserError failure) {
            log.warning("tables were not written: " + failure.getMessage());
        }
        return new RunInterruptedException(folder.path(), progress.epochs(stepsAnEpoch), progress.where(stepsAnEpoch));
    }

    private UserError keepLastGood(
            RuntimeException failure, List<Float> unfinished, RunFolder folder, RunRecorder recorder) {
        recorder.write(unfinished);
        draw(folder, recorder, unfinished);
        return new UserError(
                "%s; the last good parameters, from %s, are in %s"
                        .formatted(failure.getMessage(), recorder.lastGood(), folder.checkpoint()),
                failure);
    }

    private List<Path> draw(RunFolder folder, RunRecorder recorder, List<Float> unfinished) {
        final String title = "%s on %s, seed %d"
                .formatted(settings.model().name(), settings.split().name(), settings.seed());
        return control.reporter().draw(folder, title, recorder.epochs(), unfinished, log);
    }
}
