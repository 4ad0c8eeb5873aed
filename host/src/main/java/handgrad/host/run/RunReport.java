package handgrad.host.run;

import handgrad.backend.DeviceInfo;
import handgrad.host.Version;
import handgrad.host.evaluation.EvaluationReport;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.EpochResult;
import handgrad.host.training.TrainingResult;
import handgrad.training.Recipe;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a training: {@code result.json}, and what {@code --json} prints.
 *
 * @param model the model's name
 * @param device what did the work, as {@code --device} takes it
 * @param deviceName the device's own name
 * @param dataset the data set's name
 * @param datasetOrigin where it was found
 * @param trainSamples how many samples were trained on
 * @param testSamples how many were only measured
 * @param seed where the random stream started
 * @param rng which generator it was
 * @param threads how many threads the device might use
 * @param epochs passes over the data
 * @param batch samples a step
 * @param learningRate the step size
 * @param parameters how many numbers were learnt
 * @param trainSeconds first step to last, warm-up included, measurements in between not
 * @param testSeconds the last measurement of the test set
 * @param epochSeconds each epoch's part of trainSeconds, or each report's where several epochs lie between two
 * @param trainLoss the mean over the training set after the last step
 * @param trainAccuracy the share of the training set answered right after the last step
 * @param testLoss the mean over the test set after the last step
 * @param testAccuracy the share of the test set answered right after the last step
 * @param lambda the factor of the penalty on large weights, or null where there is no penalty
 * @param l2Scaling what that factor is scaled by, or null where there is no penalty
 * @param optimiser how a gradient changes a weight, or null for plain gradient descent
 * @param schedule how the learning rate changes, or null where it is constant
 * @param stepsAtKink how many steps met the point where the hinge has no derivative, or null where that is not counted
 * @param findings what the model's own reports found, a line each
 * @param runFolder where the run's files are
 * @param checkpoint the file with the parameters
 * @param files all files of the run
 * @param version of Handgrad
 */
public record RunReport(
        String model,
        String device,
        String deviceName,
        String dataset,
        String datasetOrigin,
        int trainSamples,
        int testSamples,
        long seed,
        String rng,
        int threads,
        int epochs,
        int batch,
        float learningRate,
        int parameters,
        double trainSeconds,
        double testSeconds,
        List<Double> epochSeconds,
        double trainLoss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy,
        Float lambda,
        String l2Scaling,
        String optimiser,
        String schedule,
        Integer stepsAtKink,
        List<String> findings,
        Path runFolder,
        Path checkpoint,
        List<String> files,
        String version) {
    /** Combines the settings with the results. */
    static RunReport of(
            RunSettings settings,
            DeviceInfo device,
            TrainingResult result,
            RunFolder folder,
            List<String> files,
            List<String> findings) {
        final Recipe recipe = settings.model().recipe();
        final boolean penalised = settings.model().objective().penalised();
        return new RunReport(
                settings.model().name(),
                device.selector(),
                device.name(),
                settings.split().name(),
                settings.origin(),
                settings.split().train().count(),
                settings.split().test().count(),
                settings.seed(),
                settings.random().toString(),
                settings.device().options().threads(),
                recipe.epochs(),
                settings.batch(),
                recipe.learningRate(),
                settings.model().network().parameterCount(),
                result.trainSeconds(),
                result.testSeconds(),
                result.epochs().stream().map(EpochResult::seconds).toList(),
                result.train().loss(),
                result.train().accuracy(),
                result.test().loss(),
                result.test().accuracy(),
                penalised ? recipe.penalty().lambda() : null,
                penalised ? recipe.penalty().scaling().text() : null,
                recipe.nonDefaultOptimiser().orElse(null),
                recipe.nonDefaultSchedule().orElse(null),
                stepsAtKink(result),
                findings,
                folder.path(),
                folder.checkpoint(),
                files,
                Version.text());
    }

    /** The report of a run that was measured with this run's parameters instead of being trained. */
    RunReport remeasured(EvaluationReport measured, RunFolder folder, List<String> files, String finding) {
        return new RunReport(
                model,
                measured.device(),
                measured.deviceName(),
                dataset,
                measured.datasetOrigin(),
                trainSamples,
                testSamples,
                seed,
                rng,
                threads,
                epochs,
                batch,
                learningRate,
                parameters,
                trainSeconds,
                measured.testSeconds(),
                epochSeconds,
                measured.trainLoss(),
                measured.trainAccuracy(),
                measured.testLoss(),
                measured.testAccuracy(),
                lambda,
                l2Scaling,
                optimiser,
                schedule,
                stepsAtKink,
                List.of(finding),
                folder.path(),
                folder.checkpoint(),
                files,
                version);
    }

    private static Integer stepsAtKink(TrainingResult result) {
        final boolean counted =
                result.epochs().stream().allMatch(epoch -> epoch.stepsAtKink().isPresent());
        return counted
                ? result.epochs().stream()
                        .mapToInt(epoch -> epoch.stepsAtKink().orElseThrow())
                        .sum()
                : null;
    }
}
