package handgrad.host.measure;

/**
 * A step of one batch size.
 *
 * @param batch samples a step
 * @param median seconds a step
 * @param p10 seconds a step: one stretch of ten was faster
 * @param p90 seconds a step: one stretch of ten was slower
 * @param samplesPerSecond by the median
 */
public record SweepPoint(int batch, double median, double p10, double p90, double samplesPerSecond) {
    /**
     * The figures of a batch size.
     *
     * @param batch how many samples a step takes
     * @param times how long its steps took
     * @return the figures
     */
    public static SweepPoint of(int batch, StepTimes times) {
        return new SweepPoint(batch, times.median(), times.p10(), times.p90(), batch / times.median());
    }
}
