package handgrad.host.run;

import handgrad.backend.DeviceInfo;
import handgrad.host.UserError;
import handgrad.host.evaluation.Evaluation;
import handgrad.host.evaluation.Evaluation.Wishes;
import handgrad.host.evaluation.EvaluationReport;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.run.folder.RunConfiguration;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.safetensors.NonFinitePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run that would train exactly as another one, since the two differ only in which answers count as right, as by
 * {@code --threshold}. It copies the other's parameters and seconds, and measures.
 *
 * @param settings what decides the training
 * @param folder where its files go
 * @param twin the folder of the finished run
 * @param log what is told on the way
 */
public record RemeasuredRun(RunSettings settings, Path folder, Path twin, RunLog log) {
    /**
     * Measures and writes.
     *
     * @return what came of it
     * @throws UserError if a file cannot be read or written
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public RunReport run() {
        final RunReport trained =
                ResumableRun.finished(twin).orElseThrow(() -> new UserError("the run in " + twin + " is not finished"));
        final Path trainedFile = new RunFolder(twin, List.of()).checkpoint();
        final Checkpoint checkpoint =
                Checkpoint.read(trainedFile, settings.model().network(), NonFinitePolicy.REJECT);
        final EvaluationReport measured = new Evaluation(
                        settings.model(),
                        trainedFile,
                        checkpoint,
                        settings.device(),
                        settings.split(),
                        settings.origin(),
                        Wishes.NONE)
                .run(log);
        final RunFolder run = RunFolderPlan.named(folder, true).create();
        run.write(RunConfiguration.of(
                settings, new DeviceInfo(measured.device(), measured.deviceName(), "", Optional.empty())));
        checkpoint.write(run.checkpoint());
        final List<String> files = List.of(run.checkpoint(), run.config(), run.result()).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        final RunReport report = trained.remeasured(
                measured,
                run,
                files,
                "trained as " + twin.getFileName() + ", which differs only in what counts as right");
        AtomicFile.writeText(run.result(), Json.text(report) + "\n");
        return report;
    }
}
