package handgrad.training;

/**
 * How a model is trained unless the command line says otherwise.
 *
 * @param dataset the data set's name, such as {@code mnist}
 * @param learningRate the step size of stochastic gradient descent
 * @param batch samples a step
 * @param epochs passes over the data
 * @param sampling the order of the samples
 * @param initialiser the first values of the parameters
 */
public record Recipe(
        String dataset, float learningRate, int batch, int epochs, Sampling sampling, Initialiser initialiser) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the learning rate is negative or not finite, or the batch size or the number of epochs is below 1
     */
    public Recipe {
        if (!(learningRate >= 0 && Float.isFinite(learningRate))) {
            throw new IllegalArgumentException(
                    "a learning rate must be a finite number of at least 0, not " + learningRate);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("a batch must have at least one sample, not " + batch);
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("there must be at least one epoch, not " + epochs);
        }
    }

    /**
     * The same recipe with another step size.
     *
     * @param value the learning rate
     * @return the recipe
     */
    public Recipe withLearningRate(float value) {
        return new Recipe(dataset, value, batch, epochs, sampling, initialiser);
    }

    /**
     * The same recipe with another batch size.
     *
     * @param value samples a step
     * @return the recipe
     */
    public Recipe withBatch(int value) {
        return new Recipe(dataset, learningRate, value, epochs, sampling, initialiser);
    }

    /**
     * The same recipe with another number of epochs.
     *
     * @param value passes over the data
     * @return the recipe
     */
    public Recipe withEpochs(int value) {
        return new Recipe(dataset, learningRate, batch, value, sampling, initialiser);
    }

    /**
     * The same recipe on other data.
     *
     * @param value the data set's name
     * @return the recipe
     */
    public Recipe withDataset(String value) {
        return new Recipe(value, learningRate, batch, epochs, sampling, initialiser);
    }
}
