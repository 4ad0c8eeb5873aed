package handgrad.host.compare;

import handgrad.host.measure.Environment;
import handgrad.host.measure.Measurement;
import handgrad.host.measure.Measurement.Setting;
import java.util.List;

/**
 * The same training on several devices: {@code compare.json}, and what {@code --json} prints. What is not known is
 * null.
 *
 * @param kind {@code comparison}
 * @param version of this form of object
 * @param environment where it was measured
 * @param command repeats it
 * @param answer which device is faster, by how much, and whether they agree, as a sentence
 * @param model the model's name
 * @param title one line for a person
 * @param parameters how many numbers it learns
 * @param dataset the data set's name
 * @param datasetOrigin where it was found
 * @param trainSamples how many samples were trained on
 * @param testSamples how many were only measured
 * @param seed where the random numbers started
 * @param rng which generator it was
 * @param threads how many threads a device on the host's processor might use
 * @param epochs passes over the data
 * @param batch samples a step
 * @param stepsPerEpoch steps an epoch
 * @param learningRate the step size
 * @param flopsPerStep the arithmetic of a full batch's step, at least
 * @param target the test accuracy whose time was wanted, or null
 * @param devices the trainings, each in a process of its own
 * @param agreement whether they came to the same numbers, or null where there is only one device
 * @param batchSweep steps of other batch sizes, or null where they were not asked for
 */
public record Comparison(
        String kind,
        int version,
        Environment environment,
        String command,
        String answer,
        String model,
        String title,
        int parameters,
        String dataset,
        String datasetOrigin,
        int trainSamples,
        int testSamples,
        long seed,
        String rng,
        int threads,
        int epochs,
        int batch,
        int stepsPerEpoch,
        float learningRate,
        long flopsPerStep,
        Double target,
        List<Measurement> devices,
        Agreement agreement,
        BatchSweep batchSweep) {
    private static final String KIND = "comparison";
    private static final int VERSION = 1;

    /** Copies the list. */
    public Comparison {
        devices = List.copyOf(devices);
    }

    /**
     * Puts it together.
     *
     * @param environment where it was measured
     * @param command repeats it
     * @param target the test accuracy whose time was wanted, or null
     * @param devices the trainings
     * @param agreement whether they came to the same numbers, or null
     * @param sweep steps of other batch sizes, or null
     * @return the comparison, with its answer
     */
    public static Comparison of(
            Environment environment,
            String command,
            Double target,
            List<Measurement> devices,
            Agreement agreement,
            BatchSweep sweep) {
        final Setting setting = devices.getFirst().setting();
        return new Comparison(
                KIND,
                VERSION,
                environment,
                command,
                Answer.of(devices, agreement, sweep),
                setting.model(),
                setting.title(),
                setting.parameters(),
                setting.dataset(),
                setting.datasetOrigin(),
                setting.trainSamples(),
                setting.testSamples(),
                setting.seed(),
                setting.rng(),
                setting.threads(),
                setting.epochs(),
                setting.batch(),
                setting.stepsPerEpoch(),
                setting.learningRate(),
                setting.flopsPerStep(),
                target,
                devices.stream().map(Measurement::withoutFiles).toList(),
                agreement,
                sweep);
    }
}
