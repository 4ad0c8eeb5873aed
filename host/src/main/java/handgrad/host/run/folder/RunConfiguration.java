package handgrad.host.run.folder;

import handgrad.backend.DeviceInfo;
import handgrad.host.json.Json;
import handgrad.host.run.settings.RunSettings;
import handgrad.training.DataSource;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The content of {@code config.json}: everything needed to repeat a run.
 *
 * @param commandLine the words that asked for it
 * @param workingFolder where they were typed, which relative paths start from
 * @param started when, with the time zone
 * @param model the model's name
 * @param task {@code classification}, or {@code regression} where no answer is right or wrong
 * @param parameters how many numbers it learns
 * @param seed where the random stream started
 * @param rng which generator it was
 * @param epochs passes over the data
 * @param batch samples a step
 * @param learningRate the step size
 * @param lambda the factor of the penalty on large weights, or null where there is no penalty
 * @param l2Scaling what that factor is scaled by, or null where there is no penalty
 * @param optimiser how a gradient changes a weight, or null for plain gradient descent
 * @param schedule how the learning rate changes, or null where it is constant
 * @param reportEvery after how many epochs the test set was measured
 * @param sampling the order of the samples
 * @param loss what is made small
 * @param labels which labels made data are trained on, or null where there is only one kind
 * @param initialiser what drew the first parameters
 * @param init the file that they were read from instead, or null
 * @param dataset the data set's name
 * @param datasetOrigin where it was found
 * @param trainSamples how many samples were trained on
 * @param testSamples how many were only measured
 * @param limit how many training samples were asked for, or null for all
 * @param requestedDevice what {@code --device} said
 * @param device what did the work, as {@code --device} takes it
 * @param deviceName the device's own name
 * @param deviceDetails driver, type, units, memory
 * @param threads how many threads it might use
 * @param environment what the run was made with and on
 */
public record RunConfiguration(
        List<String> commandLine,
        String workingFolder,
        String started,
        String model,
        String task,
        int parameters,
        long seed,
        String rng,
        int epochs,
        int batch,
        float learningRate,
        Float lambda,
        String l2Scaling,
        String optimiser,
        String schedule,
        int reportEvery,
        String sampling,
        String loss,
        String labels,
        String initialiser,
        Path init,
        String dataset,
        String datasetOrigin,
        int trainSamples,
        int testSamples,
        Integer limit,
        String requestedDevice,
        String device,
        String deviceName,
        String deviceDetails,
        int threads,
        RunEnvironment environment) {
    /**
     * The settings of a run that is about to start.
     *
     * @param settings what decides the training
     * @param device the device that was opened
     * @return what {@code config.json} says
     */
    public static RunConfiguration of(RunSettings settings, DeviceInfo device) {
        return of(
                settings,
                device,
                ZonedDateTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    }

    /**
     * The settings of a run that started at some time.
     *
     * @param settings what decides the training
     * @param device the device that was opened
     * @param started the time, as the file writes it
     * @return what {@code config.json} says
     */
    public static RunConfiguration of(RunSettings settings, DeviceInfo device, String started) {
        final var recipe = settings.model().recipe();
        final boolean penalised = settings.model().objective().penalised();
        return new RunConfiguration(
                settings.commandLine(),
                System.getProperty("user.dir"),
                started,
                settings.model().name(),
                settings.model().objective().isClassification() ? "classification" : "regression",
                settings.model().network().parameterCount(),
                settings.seed(),
                settings.random().toString(),
                recipe.epochs(),
                settings.batch(),
                recipe.learningRate(),
                penalised ? recipe.penalty().lambda() : null,
                penalised ? recipe.penalty().scaling().text() : null,
                recipe.nonDefaultOptimiser().orElse(null),
                recipe.nonDefaultSchedule().orElse(null),
                recipe.reportEvery(),
                recipe.sampling().toString(),
                settings.model().objective().loss().toString(),
                labels(recipe.data()),
                recipe.initialiser().toString(),
                settings.start().map(RunSettings.Start::file).orElse(null),
                settings.split().name(),
                settings.origin(),
                settings.split().train().count(),
                settings.split().test().count(),
                settings.limit().orElse(null),
                settings.device().request().toString(),
                device.selector(),
                device.name(),
                device.details(),
                settings.device().options().threads(),
                RunEnvironment.current());
    }

    private static String labels(DataSource data) {
        return data instanceof DataSource.Synthetic made
                ? made.labels().map(Object::toString).orElse(null)
                : null;
    }

    /**
     * Reads the file of an earlier run.
     *
     * @param file its {@code config.json}
     * @return what it says
     * @throws handgrad.host.UserError if it cannot be read
     */
    public static RunConfiguration read(Path file) {
        return Json.read(file, RunConfiguration.class);
    }

    /** The file's text. */
    String text() {
        return Json.text(this) + "\n";
    }
}
