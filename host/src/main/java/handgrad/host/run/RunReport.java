package handgrad.host.run;

import handgrad.backend.DeviceInfo;
import handgrad.host.Version;
import handgrad.host.training.EpochResult;
import handgrad.host.training.TrainingResult;
import handgrad.training.Recipe;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a training: {@code result.json}, and what {@code --json} prints.
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
 * @param epochSeconds each epoch's part of trainSeconds
 * @param trainLoss the mean over the training set after the last step
 * @param trainAccuracy the share of the training set answered right after the last step
 * @param testLoss the mean over the test set after the last step
 * @param testAccuracy the share of the test set answered right after the last step
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
        Path runFolder,
        Path checkpoint,
        List<String> files,
        String version) {
    /** Puts together what was asked for and what came of it. */
    static RunReport of(
            RunSettings settings, DeviceInfo device, TrainingResult result, RunFolder folder, List<String> files) {
        final Recipe recipe = settings.model().recipe();
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
                folder.path(),
                folder.checkpoint(),
                files,
                Version.text());
    }
}
