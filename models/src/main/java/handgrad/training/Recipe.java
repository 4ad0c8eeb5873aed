package handgrad.training;

import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.optimiser.Schedule;
import java.util.Optional;

/**
 * The default settings of a model's training, which the command line can override.
 *
 * @param data the source of the samples
 * @param learningRate the step size
 * @param batch the batch size; {@link #FULL_BATCH} for all samples
 * @param epochs passes over the data
 * @param sampling the order of the samples
 * @param initialiser the initial values of the parameters
 * @param penalty the strength of the penalty, if the objective has one
 * @param reportEvery the number of epochs between evaluations on the test set, above 1 where an epoch is short
 * @param optimiser the optimiser
 * @param schedule the learning rate schedule
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
    /** The batch size that means all samples. */
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
     * @param data the source of the samples
     * @param learningRate the step size
     * @param batch the batch size
     * @param epochs passes over the data
     * @param sampling the order of the samples
     * @param initialiser the initial values of the parameters
     * @param penalty the strength of the penalty
     * @param reportEvery the number of epochs between evaluations on the test set
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
     * A recipe without a penalty, with an evaluation after each epoch.
     *
     * @param data the source of the samples
     * @param learningRate the step size
     * @param batch the batch size
     * @param epochs passes over the data
     * @param sampling the order of the samples
     * @param initialiser the initial values of the parameters
     */
    public Recipe(
            DataSource data, float learningRate, int batch, int epochs, Sampling sampling, Initialiser initialiser) {
        this(data, learningRate, batch, epochs, sampling, initialiser, Penalty.NONE, 1);
    }

    /**
     * The same recipe with another learning rate.
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
     * @param value the batch size
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
     * The same recipe with other data.
     *
     * @param value the source of the samples
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
     * @param value the penalty
     * @return the recipe
     */
    public Recipe withPenalty(Penalty value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, value, reportEvery, optimiser, schedule);
    }

    /**
     * The same recipe with evaluations at another interval.
     *
     * @param value the number of epochs between evaluations
     * @return the recipe
     */
    public Recipe withReportEvery(int value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, penalty, value, optimiser, schedule);
    }

    /**
     * The same recipe with another optimiser.
     *
     * @param value the optimiser
     * @return the recipe
     */
    public Recipe withOptimiser(Optimiser value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, penalty, reportEvery, value, schedule);
    }

    /**
     * The same recipe with another schedule.
     *
     * @param value the learning rate schedule
     * @return the recipe
     */
    public Recipe withSchedule(Schedule value) {
        return new Recipe(
                data, learningRate, batch, epochs, sampling, initialiser, penalty, reportEvery, optimiser, value);
    }

    /**
     * The optimiser and the source of its learning rate, for {@link Programs}.
     *
     * @return the optimiser, with a rate for each step unless the schedule is constant
     */
    public GradientDescent descent() {
        return new GradientDescent(optimiser, !schedule.equals(Schedule.CONSTANT));
    }

    /**
     * The optimiser, if it is not the default.
     *
     * @return as on the command line, or empty for plain gradient descent
     */
    public Optional<String> nonDefaultOptimiser() {
        return Optional.of(optimiser)
                .filter(value -> !value.equals(Optimisers.SGD))
                .map(Optimiser::toString);
    }

    /**
     * The schedule, if it is not the default.
     *
     * @return as on the command line, or empty for a constant rate
     */
    public Optional<String> nonDefaultSchedule() {
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
