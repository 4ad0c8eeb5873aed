package handgrad.host.measure;

import java.util.List;

/**
 * One training on one device, timed. What is not known is null.
 *
 * @param setting what was trained
 * @param device as {@code --device} takes it
 * @param deviceName the device's own name
 * @param deviceDetails driver, type, units, memory
 * @param sharesHostMemory true if uploads and downloads stay within the host's memory
 * @param startUpSeconds opening the session: planning, compiling kernels, making room
 * @param uploadSeconds handing over data and parameters
 * @param firstStepSeconds the first step, the order of the samples included
 * @param warmUpSteps how many steps came before those of {@code steadyStep}
 * @param warmUpSeconds how long they took
 * @param steadyStep the steps after the warm-up, or null where they were too few; of a short training, further ones
 *     like its own
 * @param epochs what each epoch, or each of several short ones up to a report, took and brought
 * @param trainSeconds all steps of all epochs, warm-up and the handing over of the order included, measurements in
 *     between not
 * @param samplesPerSecond of the steady steps, or of all where these were too few
 * @param flopsPerSecond as {@code samplesPerSecond}
 * @param target when the target accuracy was reached, or null where none was asked for
 * @param setUpBytes what was handed over before the first step
 * @param epochBytes what an entry of {@code epochs} hands over and reads back, measurements of the test set not
 *     included
 * @param launchesPerStep how many kernels a step launches, or null
 * @param deviceMemoryBytes how much of its own memory the device used, or null
 * @param peakResidentBytes the process's greatest resident set, or null
 * @param processSeconds from the JVM's start to the end of the measurement
 * @param points where the training stood at some steps
 */
public record Measurement(
        Setting setting,
        String device,
        String deviceName,
        String deviceDetails,
        boolean sharesHostMemory,
        double startUpSeconds,
        double uploadSeconds,
        double firstStepSeconds,
        int warmUpSteps,
        double warmUpSeconds,
        StepTimes steadyStep,
        List<Epoch> epochs,
        double trainSeconds,
        double samplesPerSecond,
        double flopsPerSecond,
        Target target,
        Bytes setUpBytes,
        Bytes epochBytes,
        Double launchesPerStep,
        Long deviceMemoryBytes,
        Long peakResidentBytes,
        double processSeconds,
        List<Point> points) {
    /** Copies the lists. */
    public Measurement {
        epochs = List.copyOf(epochs);
        points = List.copyOf(points);
    }

    /**
     * What was trained.
     *
     * @param model the model's name
     * @param title one line for a person
     * @param parameters how many numbers it learns
     * @param dataset the data set's name
     * @param datasetOrigin where it was found
     * @param trainSamples how many samples were trained on
     * @param testSamples how many were only measured
     * @param seed where the random numbers started
     * @param rng which generator it was
     * @param threads how many threads the device might use
     * @param epochs passes over the data
     * @param batch samples a step
     * @param stepsPerEpoch steps an epoch
     * @param learningRate the step size
     * @param flopsPerStep the arithmetic of a full batch's step, at least
     */
    public record Setting(
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
            long flopsPerStep) {}

    /**
     * An epoch, or several short ones up to a report.
     *
     * @param epoch the last of them, 1 for the first of the training
     * @param epochs how many they are
     * @param seconds their steps, the handing over of the order included
     * @param trainLoss the mean over their samples, each measured before its step
     * @param trainAccuracy as {@code trainLoss}
     * @param testLoss the test set, measured after the last of them
     * @param testAccuracy as {@code testLoss}
     */
    public record Epoch(
            int epoch,
            int epochs,
            double seconds,
            double trainLoss,
            double trainAccuracy,
            double testLoss,
            double testAccuracy) {}

    /**
     * When a target was reached.
     *
     * @param accuracy the share of the test set that was to be answered right
     * @param epoch after which epoch it was, or null if it never was
     * @param seconds of training up to the end of that epoch, or null
     */
    public record Target(double accuracy, Integer epoch, Double seconds) {}

    /**
     * Where the training stood.
     *
     * @param point such as {@code step 10} or {@code epoch 1}
     * @param step how many steps had been made
     * @param loss the mean loss of that step, or of the samples of the epochs up to here
     * @param file the parameters, or null where they were not kept
     */
    public record Point(String point, long step, double loss, String file) {}

    /**
     * The same without the names of temporary files.
     *
     * @return a copy
     */
    public Measurement withoutFiles() {
        return new Measurement(
                setting,
                device,
                deviceName,
                deviceDetails,
                sharesHostMemory,
                startUpSeconds,
                uploadSeconds,
                firstStepSeconds,
                warmUpSteps,
                warmUpSeconds,
                steadyStep,
                epochs,
                trainSeconds,
                samplesPerSecond,
                flopsPerSecond,
                target,
                setUpBytes,
                epochBytes,
                launchesPerStep,
                deviceMemoryBytes,
                peakResidentBytes,
                processSeconds,
                points.stream()
                        .map(point -> new Point(point.point(), point.step(), point.loss(), null))
                        .toList());
    }

    /**
     * The time by which devices are compared.
     *
     * @return seconds a step, of the steady ones if there are any, else of all
     */
    public double secondsPerStep() {
        final long steps = (long) setting.stepsPerEpoch()
                * epochs.stream().mapToInt(Epoch::epochs).sum();
        return steadyStep == null ? trainSeconds / steps : steadyStep.median();
    }
}
