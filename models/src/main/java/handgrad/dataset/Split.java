package handgrad.dataset;

/**
 * A data set divided into a training and a test part.
 *
 * @param name the data set's name on the command line, such as {@code mnist}
 * @param train the training set
 * @param test the test set
 */
public record Split(String name, Dataset train, Dataset test) {
    /**
     * Checks that both parts have the same sample shape.
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
