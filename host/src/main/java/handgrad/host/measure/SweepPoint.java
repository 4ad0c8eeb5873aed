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
    /** From the times of a step. */
    public static SweepPoint of(int batch, StepTimes times) {
        return new SweepPoint(batch, times.median(), times.p10(), times.p90(), batch / times.median());
    }
}
