package handgrad.dataset;

/**
 * A data set's two parts.
 *
 * @param name the data set's name on the command line, such as {@code mnist}
 * @param train what is trained on
 * @param test what is only measured
 */
public record Split(String name, Dataset train, Dataset test) {
    /**
     * Checks that both parts hold the same kind of sample.
     *
     * @throws IllegalArgumentException if the sample shapes differ
     */
    public Split {
        if (!train.sampleShape().equals(test.sampleShape())) {
            throw new IllegalArgumentException(
                    name + ": training samples are " + train.sampleShape() + ", test samples " + test.sampleShape());
        }
    }
}
