package handgrad.host.evaluation;

import handgrad.backend.DeviceInfo;
import handgrad.host.Version;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.training.Confusion;
import handgrad.host.training.Measure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The measurement of a checkpoint, as {@code evaluate --json} prints it. Facts about the training come from the
 * checkpoint's metadata and are null where these lack them.
 *
 * @param model the model's name
 * @param device what did the work, as {@code --device} takes it
 * @param deviceName the device's own name
 * @param dataset the data set's name
 * @param datasetOrigin where it was found
 * @param trainSamples how many samples the training set has
 * @param testSamples how many the test set has
 * @param seed the training's, or null
 * @param rng the training's, or null
 * @param epochs how many the checkpoint had behind it, or null
 * @param batch the training's, or null
 * @param learningRate the training's, or null
 * @param parameters how many numbers were learnt
 * @param trainSeconds null: nothing was trained
 * @param testSeconds the measurement of the test set
 * @param epochSeconds empty: nothing was trained
 * @param trainLoss the mean over the training set
 * @param trainAccuracy the share of the training set answered right
 * @param testLoss the mean over the test set
 * @param testAccuracy the share of the test set answered right
 * @param runFolder the checkpoint's folder
 * @param checkpoint the file with the parameters
 * @param logits the file with the outputs for the test set, or null
 * @param confusion how often each class of the test set was taken for each, or null
 * @param confusionTable the file with these counts, or null
 * @param misclassified the picture of the most confident mistakes, or null
 * @param version of Handgrad
 */
public record EvaluationReport(
        String model,
        String device,
        String deviceName,
        String dataset,
        String datasetOrigin,
        int trainSamples,
        int testSamples,
        Long seed,
        String rng,
        Integer epochs,
        Integer batch,
        Float learningRate,
        int parameters,
        Double trainSeconds,
        double testSeconds,
        List<Double> epochSeconds,
        double trainLoss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy,
        Path runFolder,
        Path checkpoint,
        Path logits,
        Confusion confusion,
        Path confusionTable,
        Path misclassified,
        String version) {
    static EvaluationReport of(
            Evaluation evaluation,
            DeviceInfo device,
            Measure train,
            Measure test,
            double testSeconds,
            Evaluation.Findings findings) {
        final Checkpoint checkpoint = evaluation.checkpoint();
        return new EvaluationReport(
                evaluation.model().name(),
                device.selector(),
                device.name(),
                evaluation.split().name(),
                evaluation.origin(),
                evaluation.split().train().count(),
                evaluation.split().test().count(),
                number(checkpoint, "seed", Long::valueOf),
                checkpoint.metadata().get("rng"),
                number(checkpoint, "epoch", Integer::valueOf),
                number(checkpoint, "batch", Integer::valueOf),
                number(checkpoint, "learningRate", Float::valueOf),
                evaluation.model().network().parameterCount(),
                null,
                testSeconds,
                List.of(),
                train.loss(),
                train.accuracy(),
                test.loss(),
                test.accuracy(),
                evaluation.file().toAbsolutePath().getParent(),
                evaluation.file(),
                evaluation.wishes().logits().orElse(null),
                findings.confusion().orElse(null),
                evaluation.wishes().confusionTable().orElse(null),
                findings.misclassified().orElse(null),
                Version.text());
    }

    /** Metadata are untrusted: what is not a number counts as missing. */
    private static <N extends Number> N number(Checkpoint checkpoint, String key, Function<String, N> parse) {
        try {
            return Optional.ofNullable(checkpoint.metadata().get(key))
                    .map(parse)
                    .orElse(null);
        } catch (final NumberFormatException notANumber) {
            return null;
        }
    }
}
