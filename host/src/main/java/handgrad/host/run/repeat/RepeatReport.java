package handgrad.host.run.repeat;

import handgrad.host.run.RunReport;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.training.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The result of the same training with several seeds, as the course reports it: each run's accuracy and seconds, with
 * mean and standard deviation.
 *
 * @param model the model's name
 * @param device what did the work
 * @param dataset the data set's name
 * @param rng which generator drew
 * @param runs each run, by seed
 * @param all all runs
 * @param chance the accuracy of guessing, or null where the model tells no classes apart
 * @param stuckSeeds the runs that ended within two points of it
 * @param others the runs that did not, or null where none was stuck or all were
 * @param folder where the runs' folders are
 */
public record RepeatReport(
        String model,
        String device,
        String dataset,
        String rng,
        List<Run> runs,
        Summary all,
        Double chance,
        List<Long> stuckSeeds,
        Summary others,
        Path folder) {
    /** A run whose accuracy is this close to chance counts as stuck. */
    public static final double STUCK_WITHIN = 0.02;

    /** Copies the lists. */
    public RepeatReport {
        runs = List.copyOf(runs);
        stuckSeeds = List.copyOf(stuckSeeds);
    }

    /**
     * One of the runs.
     *
     * @param seed where its random stream started
     * @param testAccuracy the share of the test set answered right at its end
     * @param testLoss the mean loss of the test set at its end
     * @param trainAccuracy the share of the training set answered right at its end
     * @param trainSeconds first step to last
     * @param testSeconds the last measurement of the test set
     * @param runFolder where its files are
     */
    public record Run(
            long seed,
            double testAccuracy,
            double testLoss,
            double trainAccuracy,
            double trainSeconds,
            double testSeconds,
            Path runFolder) {
        static Run of(RunReport report) {
            return new Run(
                    report.seed(),
                    report.testAccuracy(),
                    report.testLoss(),
                    report.trainAccuracy(),
                    report.trainSeconds(),
                    report.testSeconds(),
                    report.runFolder());
        }
    }

    /**
     * Mean and standard deviation, that of {@code numpy.std}: the root of the mean squared distance from the mean, over
     * n and not n − 1.
     *
     * @param runs how many runs
     * @param meanAccuracy the mean test accuracy
     * @param stdAccuracy its standard deviation
     * @param meanSeconds the mean training time
     * @param stdSeconds its standard deviation
     */
    public record Summary(int runs, double meanAccuracy, double stdAccuracy, double meanSeconds, double stdSeconds) {
        static Summary of(List<Run> runs) {
            return new Summary(
                    runs.size(),
                    mean(runs, Run::testAccuracy),
                    deviation(runs, Run::testAccuracy),
                    mean(runs, Run::trainSeconds),
                    deviation(runs, Run::trainSeconds));
        }

        private static double mean(List<Run> runs, ToDoubleFunction<Run> figure) {
            return runs.stream().mapToDouble(figure).average().orElseThrow();
        }

        private static double deviation(List<Run> runs, ToDoubleFunction<Run> figure) {
            final double mean = mean(runs, figure);
            return Math.sqrt(mean(runs, run -> Math.pow(figure.applyAsDouble(run) - mean, 2)));
        }
    }

    /** Puts the figures together. */
    static RepeatReport of(Model model, List<RunReport> reports, Path folder) {
        final List<Run> runs = reports.stream().map(Run::of).toList();
        final OptionalDouble chance = chance(model);
        final List<Run> stuck = runs.stream()
                .filter(run ->
                        chance.isPresent() && Math.abs(run.testAccuracy() - chance.getAsDouble()) <= STUCK_WITHIN)
                .toList();
        final List<Run> others =
                runs.stream().filter(run -> !stuck.contains(run)).toList();
        final RunReport first = reports.getFirst();
        return new RepeatReport(
                model.name(),
                first.device(),
                first.dataset(),
                first.rng(),
                runs,
                Summary.of(runs),
                chance.isPresent() ? chance.getAsDouble() : null,
                stuck.stream().map(Run::seed).toList(),
                Optional.of(others)
                        .filter(some -> !some.isEmpty() && !stuck.isEmpty())
                        .map(Summary::of)
                        .orElse(null),
                folder);
    }

    /** The accuracy of guessing; the data sets of the course have about equally large classes. */
    private static OptionalDouble chance(Model model) {
        return switch (model.objective().loss()) {
            case SoftmaxCrossEntropy softmax ->
                OptionalDouble.of(1.0 / model.network().output().size());
            case ScoreLoss score ->
                model.objective().isClassification() ? OptionalDouble.of(0.5) : OptionalDouble.empty();
        };
    }
}
