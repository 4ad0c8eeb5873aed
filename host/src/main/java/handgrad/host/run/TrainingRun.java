package handgrad.host.run;

import handgrad.backend.DeviceException;
import handgrad.backend.Session;
import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.host.report.FinishedRun;
import handgrad.host.report.RunReports;
import handgrad.host.training.DivergedException;
import handgrad.host.training.Trainer;
import handgrad.host.training.TrainingListener;
import handgrad.host.training.TrainingListeners;
import handgrad.host.training.TrainingResult;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A training from its settings to the files of its run folder.
 *
 * @param settings what decides the training
 * @param place where the run folder will be
 * @param log what is told on the way
 */
public record TrainingRun(RunSettings settings, RunFolderPlan place, RunLog log) {
    /**
     * Trains and writes. The run folder is made only when the programs are compiled and the device has said yes.
     *
     * @param progress hears how it gets on
     * @return what came of it
     * @throws UserError if the model cannot take the data, a file cannot be written, or the training diverged; the message then names the
     *     file with the last good parameters
     * @throws DeviceException if the device cannot be used
     */
    public RunReport run(TrainingListener progress) {
        final Model model = settings.model();
        final Trainer trainer = new Trainer(model, settings.split());
        final RandomStream stream = RandomStream.restore(settings.streamState());
        final ParameterValues initial = settings.initial();
        final long opening = System.nanoTime();
        try (Session session = settings.device().open(trainer.programs())) {
            log.note("device  " + settings.device().explain(session.device()));
            log.detail("        %s; %d programs ready after %d ms"
                    .formatted(
                            session.device().details(),
                            trainer.programs().size(),
                            (System.nanoTime() - opening) / 1_000_000));
            final RunFolder folder = startFolder(session);
            final RunRecorder recorder = new RunRecorder(settings, folder, initial, log);
            final TrainingListener both = new TrainingListeners(List.of(recorder, progress));
            try {
                return finish(session, folder, recorder, trainer, trainer.train(session, initial, stream, both));
            } catch (final DivergedException diverged) {
                throw keepLastGood(diverged, diverged.stepLosses(), folder, recorder);
            } catch (final DeviceException failure) {
                throw keepLastGood(failure, List.of(), folder, recorder);
            }
        }
    }

    private RunFolder startFolder(Session session) {
        final RunFolder folder = place.create();
        try {
            AtomicFile.writeText(
                    folder.config(),
                    RunConfiguration.of(settings, session.device()).text());
        } catch (final UserError failure) {
            folder.discard();
            throw failure;
        }
        return folder;
    }

    private RunReport finish(
            Session session, RunFolder folder, RunRecorder recorder, Trainer trainer, TrainingResult result) {
        recorder.write(List.of());
        final List<Path> files = new ArrayList<>(
                List.of(folder.checkpoint(), folder.metrics(), folder.steps(), folder.config(), folder.result()));
        files.addAll(charts(recorder).draw(folder, recorder.epochs(), List.of(), log));
        final RunReports reports =
                RunReports.write(finished(recorder, result, trainer.testOutputs(session)), folder.path(), log::note);
        files.addAll(reports.files());
        final List<String> names =
                files.stream().map(file -> file.getFileName().toString()).toList();
        final RunReport report = RunReport.of(settings, session.device(), result, folder, names, reports.findings());
        AtomicFile.writeText(folder.result(), Json.text(report) + "\n");
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

    private UserError keepLastGood(
            RuntimeException failure, List<Float> unfinished, RunFolder folder, RunRecorder recorder) {
        recorder.write(unfinished);
        charts(recorder).draw(folder, recorder.epochs(), unfinished, log);
        final int epochs = recorder.finishedEpochs();
        final String when = epochs == 0 ? "from before the first step" : "from after epoch " + epochs;
        return new UserError(
                failure.getMessage() + "; the last good parameters, " + when + ", are in " + folder.checkpoint(),
                failure);
    }

    private RunCharts charts(RunRecorder recorder) {
        return new RunCharts("%s on %s, seed %d"
                .formatted(settings.model().name(), settings.split().name(), settings.seed()));
    }
}
