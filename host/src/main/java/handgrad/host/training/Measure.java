package handgrad.host.training;

/**
 * How well a network answers a data set, or the samples of an epoch.
 *
 * @param loss the mean loss, the penalty included where there is one
 * @param accuracy the share of samples answered right, 0 … 1
 */
public record Measure(double loss, double accuracy) {
    /**
     * From sums over samples.
     *
     * @param losses the sum of the losses
     * @param hits how many were answered right
     * @param samples how many there were
     * @return the means
     */
    static Measure of(double losses, long hits, long samples) {
        return new Measure(losses / samples, (double) hits / samples);
    }

    /**
     * Whether the loss is finite, so that training can go on.
     *
     * @return false for NaN and infinity
     */
    public boolean isFinite() {
        return Double.isFinite(loss);
    }
}
