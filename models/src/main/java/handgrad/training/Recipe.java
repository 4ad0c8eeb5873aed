package handgrad.training;

import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.optimiser.Schedule;
import java.util.Optional;

/**
 * How a model is trained unless the command line says otherwise.
 *
 * @param data where the samples come from
 * @param learningRate the step size
 * @param batch samples a step; {@link #FULL_BATCH} for all
 * @param epochs passes over the data
 * @param sampling the order of the samples
 * @param initialiser the first values of the parameters
 * @param penalty how strongly large weights are penalised, where the objective has a penalty
 * @param reportEvery after how many epochs the test set is measured: more than one where an epoch is only a few steps
 * @param optimiser how a gradient changes a weight
 * @param schedule how the learning rate changes from step to step
 */
public record Recipe(
        DataSource data,
        float learningRate,
        int batch,
        int epochs,
        Sampling sampling,
        Initialiser initialiser,
        Penalty penalty,
        int reportEvery,
        Optimiser optimiser,
        Schedule schedule) {
    /** A batch of all samples, however many there are. */
    public static final int FULL_BATCH = Integer.MAX_VALUE;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the learning rate is negative or not finite, or a count is below 1
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
        if (reportEvery < 1) {
            throw new IllegalArgumentException("reports must be at least one epoch apart, not " + reportEvery);
        }
    }

    /**
     * A recipe of plain gradient descent with a constant learning rate.
     *
     * @param data where the samples come from
     * @param learningRate the step size
     * @param batch samples a step
     * @param epochs passes over the data
     * @param sampling the order of the samples
     * @param initialiser the first values of the parameters
     * @param penalty how strongly large weights are penalised
     * @param reportEvery after how many epochs the test set is measured
     */
    public Recipe(
            DataSource data,
            float learningRate,
            int batch,
            int epochs,
            Sampling sampling,
            Initialiser initialiser,
            Penalty penalty,
            int reportEvery) {
        this(
                data,
                learningRate,
                batch,
                epochs,
                sampling,
                initialiser,
                penalty,
                reportEvery,
                Optimisers.SGD,
                Schedule.CONSTANT);
    }

    /**
     * A recipe without a penalty that is measured after each epoch.
     *
     * @param data where the samples come from
     * @param learningRate the step size
     * @param batch samples a step
     * @param epochs passes over the data
     * @param sampling the order of the samples
     * @param initialiser the first values of the parameters
     */
    public Recipe(
            DataSource data, float learningRate, int batch, int epochs, Sampling sampling, Initialiser initialiser) {
        this(data, learningRate, batch, epochs, sampling, initialiser, Penalty.NONE, 1);
    }

    /**
     * The same recipe with another step size.
     *
     * @param value the learning rate
     * @return the recipe
     */
    public Recipe withLearningRate(float value) {
        return new Recipe(data, value, batch, epochs, sampling, initialiser, penalty, reportEvery, optimiser, schedule);
    }

    /**
     * The same recipe with another batch size.
     *
     * @param value samples a step
     * @return the recipe
     */
    public Recipe withBatch(int value) {
        return new Recipe(
                data, learningRate, value, epochs, sampling, initialiser, penalty, reportEvery, optimiser, schedule);
    }

    /**
     * The same recipe with another number of epochs.
     *
     * @param value passes over the data
     * @return the recipe
     */
    public Recipe withEpochs(int value) {
        return new Recipe(
                data, learningRate, batch, value, sampling, initialiser, penalty, reportEvery, optimiser, schedule);
    }

    /**
     * The same recipe on other data.
     *
     * @param value where the samples come from
     * @return the recipe
     */
    public Recipe withData(DataSource value) {
        return new Recipe(
                value, learningRate, batch, epochs, sampling, initialiser, penalty, reportEvery, optimiser, schedule);
    }

    /**
     * The same recipe with the samples in another order.
     *
     * @param value the order of the samples
     * @return the recipe
     */
    public Recipe withSampling(Sampling value) {
        return new Recipe(
                data, learningRate, batch, epochs, value, initialiser, penalty, reportEvery, optimiser, schedule);
    }

    /**
     * The same recipe with another penalty.
     *
     * @param value how strong, and how scaled
     * @return the recipe
     */
    public Recipe withPenalty(Penalty value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, value, reportEvery, optimiser, schedule);
    }

    /**
     * The same recipe, measured more or less often.
     *
     * @param value after how many epochs
     * @return the recipe
     */
    public Recipe withReportEvery(int value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, penalty, value, optimiser, schedule);
    }

    /**
     * The same recipe with another optimiser.
     *
     * @param value how a gradient changes a weight
     * @return the recipe
     */
    public Recipe withOptimiser(Optimiser value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, penalty, reportEvery, value, schedule);
    }

    /**
     * The same recipe with another schedule.
     *
     * @param value how the learning rate changes from step to step
     * @return the recipe
     */
    public Recipe withSchedule(Schedule value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, penalty, reportEvery, optimiser, value);
    }

    /**
     * How its gradients change the parameters in a program.
     *
     * @return the optimiser, with a rate for each step unless it is constant
     */
    public Descent descent() {
        return new Descent(optimiser, !schedule.equals(Schedule.CONSTANT));
    }

    /**
     * The optimiser where it is not the usual one.
     *
     * @return as on the command line, or empty for plain gradient descent
     */
    public Optional<String> otherOptimiser() {
        return Optional.of(optimiser)
                .filter(value -> !value.equals(Optimisers.SGD))
                .map(Optimiser::toString);
    }

    /**
     * The schedule where it is not the usual one.
     *
     * @return as on the command line, or empty for a constant rate
     */
    public Optional<String> otherSchedule() {
        return Optional.of(schedule)
                .filter(value -> !value.equals(Schedule.CONSTANT))
                .map(Schedule::toString);
    }

    /**
     * The data set's name.
     *
     * @return such as {@code mnist}
     */
    public String dataset() {
        return data.name();
    }
}
