package handgrad.host.bench;

import java.util.List;

/**
 * A figure of a model on a device, from several runs in fresh processes. What is not known is null.
 *
 * @param model the model's name
 * @param device as {@code --device} takes it
 * @param deviceName the device's own name
 * @param measure {@code training}, {@code epoch (steady)} or {@code epoch}
 * @param what what the seconds stand for, for a person
 * @param seconds median and spread
 * @param steps how many steps they are for
 * @param secondsPerStep by the median
 * @param samplesPerSecond by the median
 * @param flopsPerSecond by the median and the least arithmetic that there must be
 * @param peakFraction of the device's measured peak, 0 … 1, or null
 * @param startUpSeconds opening the session, where kernels are planned and compiled, the median; it is part of
 *     {@code seconds} but for steady epochs
 * @param processSeconds the whole process, JVM and data included, the median
 * @param peakResidentBytes the greatest of the runs, or null
 * @param testAccuracy after the last epoch of a run
 */
public record BenchRow(
        String model,
        String device,
        String deviceName,
        String measure,
        String what,
        Spread seconds,
        long steps,
        double secondsPerStep,
        double samplesPerSecond,
        double flopsPerSecond,
        Double peakFraction,
        double startUpSeconds,
        double processSeconds,
        Long peakResidentBytes,
        double testAccuracy) {
    /**
     * The times of several runs.
     *
     * @param median the median
     * @param least the fastest
     * @param most the slowest
     * @param runs each, in order
     */
    public record Spread(double median, double least, double most, List<Double> runs) {
        /** Copies the list. */
        public Spread {
            runs = List.copyOf(runs);
        }
    }
}
