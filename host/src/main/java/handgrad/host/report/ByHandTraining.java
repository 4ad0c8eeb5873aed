package handgrad.host.report;

import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.homework.LinearClassifier;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.network.Parameter;
import handgrad.random.RandomStream;
import handgrad.training.GradientDescent;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import handgrad.training.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear classifier's whole training with explicit formulas, on the same random draws as the training through layers
 * and ops.
 *
 * @param classifier the classifier after the last step
 * @param rule its loss
 * @param losses each step's loss
 */
record ByHandTraining(LinearClassifier classifier, LinearClassifier.Rule rule, double[] losses) {
    /** Whether a model's training can be done by hand: one linear layer with one output, single-sample steps of
     * plain gradient descent, labels −1 and +1. */
    static boolean fits(Model model, Split split) {
        final Recipe recipe = model.recipe();
        return model.network().parameters().size() == 2
                && model.network().output().size() == 1
                && recipe.batch() == 1
                && model.objective().loss() instanceof ScoreLoss loss
                && (loss.function().equals(SampleLosses.HINGE)
                        || loss.function().equals(SampleLosses.LOGISTIC))
                && recipe.descent().equals(GradientDescent.PLAIN)
                && split.train().targets() instanceof Targets.Reals;
    }

    /** Trains as the model's recipe says. */
    static ByHandTraining of(Model model, Split split, ParameterValues initial, String streamState) {
        final Recipe recipe = model.recipe();
        final RandomStream stream = RandomStream.restore(streamState);
        final int[] order = IntStream.range(0, recipe.epochs())
                .mapToObj(epoch -> recipe.sampling().order(epoch, split.train().count(), stream))
                .flatMapToInt(Arrays::stream)
                .toArray();
        final List<Parameter> parameters = model.network().parameters();
        final LinearClassifier.Rule rule = rule(model, split);
        final LinearClassifier classifier =
                new LinearClassifier(rule, initial.elements(parameters.get(0)), initial.elements(parameters.get(1))[0]);
        return new ByHandTraining(classifier, rule, classifier.train(split.train(), order, recipe.learningRate()));
    }

    private static LinearClassifier.Rule rule(Model model, Split split) {
        return model.objective().hasKink()
                ? new LinearClassifier.Hinge(
                        model.recipe().penalty().factor(split.train().count()))
                : new LinearClassifier.Logistic();
    }
}
