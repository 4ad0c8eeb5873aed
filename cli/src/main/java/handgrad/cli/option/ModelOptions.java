package handgrad.cli.option;

import handgrad.host.UsageError;
import handgrad.loss.ScoreLoss;
import handgrad.optimiser.Optimisers;
import handgrad.optimiser.Schedules;
import handgrad.training.DataSource.Labels;
import handgrad.training.DataSource.Synthetic;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.Penalty;
import handgrad.training.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;

/**
 * The options that change a model's defaults. An option that does not apply to the model is an error, never ignored.
 */
public final class ModelOptions {
    private static final int MOST_EPOCHS = 1_000_000;
    private static final int MOST_BATCH = 1 << 24;

    private ModelOptions() {}

    /**
     * The options, in the order in which the help shows them.
     *
     * @return the options
     */
    public static List<Option> all() {
        final List<Option> all = new ArrayList<>(List.of(
                Arguments.valued("epochs", "N", "passes over the data; default: the model's"),
                Arguments.valued("batch", "N", "samples a step; default: the model's"),
                Arguments.valued("learning-rate", "X", "step size; default: the model's"),
                Arguments.valued("lr", "X", "the same as --learning-rate"),
                Arguments.valued(
                        "optimiser",
                        "O",
                        "how gradients change weights, NAME[:SETTING=VALUE…], such as momentum:mu=0.9:decay=1e-4: "
                                + Optimisers.all().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", "))
                                + " (these with their usual settings); default: the model's"),
                Arguments.valued(
                        "schedule",
                        "S",
                        "what the learning rate is multiplied by, as steps go on: "
                                + Schedules.all().stream().map(Object::toString).collect(Collectors.joining(", "))
                                + " (factor after every N steps; down to 0; up from start); default: the model's"),
                Arguments.valued(
                        "report-every", "N", "measure the test set after every N epochs; default: the model's")));
        all.addAll(ofMeasuring());
        return List.copyOf(all);
    }

    /**
     * The options that matter without training.
     *
     * @return the options
     */
    public static List<Option> ofMeasuring() {
        return List.of(
                Arguments.valued("lambda", "X", "factor of the penalty on large weights, for a model that has one"),
                Arguments.valued(
                        "l2-scaling",
                        "S",
                        "what that penalty is: formula, λ‖w‖² as written (the default), or samples, λ/N ‖w‖²"),
                Arguments.valued(
                        "threshold", "P", "the probability from which on a binary classifier says yes; default 0.5"),
                Arguments.valued("labels", "L", "clean or noisy, for a model whose data are made with noise"));
    }

    /**
     * Applies the options to the model.
     *
     * @param model the model as it is
     * @param arguments what was given
     * @return the model to train
     * @throws UsageError if a value is not allowed, or the model has no such thing
     */
    public static Model apply(Model model, Arguments arguments) {
        final Objective objective = objective(model, arguments);
        return model.withObjective(objective).withRecipe(recipe(model, arguments));
    }

    private static Objective objective(Model model, Arguments arguments) {
        final Objective objective = model.objective();
        return arguments
                .text("threshold")
                .map(typed -> {
                    final double threshold = arguments.nonNegative("threshold").orElseThrow();
                    if (!(objective.loss() instanceof ScoreLoss loss) || !loss.givesProbabilities()) {
                        throw new UsageError("--threshold: " + model.name()
                                + " is no binary classifier with a probability; leave the option out");
                    }
                    if (!(threshold > 0 && threshold < 1)) {
                        throw new UsageError("--threshold " + typed + ": write a number between 0 and 1");
                    }
                    return new Objective(loss.withThreshold(threshold), objective.penalised());
                })
                .orElse(objective);
    }

    private static Recipe recipe(Model model, Arguments arguments) {
        if (arguments.has("lr") && arguments.has("learning-rate")) {
            throw new UsageError("--lr and --learning-rate are the same; give one of them");
        }
        Recipe recipe = model.recipe();
        recipe = arguments
                .count("epochs", 1, MOST_EPOCHS)
                .map(recipe::withEpochs)
                .orElse(recipe);
        recipe = arguments.count("batch", 1, MOST_BATCH).map(recipe::withBatch).orElse(recipe);
        recipe = arguments
                .nonNegative("learning-rate")
                .or(() -> arguments.nonNegative("lr"))
                .map(recipe::withLearningRate)
                .orElse(recipe);
        recipe = arguments
                .text("optimiser")
                .map(text -> parsed("optimiser", text, Optimisers::parse))
                .map(recipe::withOptimiser)
                .orElse(recipe);
        recipe = arguments
                .text("schedule")
                .map(text -> parsed("schedule", text, Schedules::parse))
                .map(recipe::withSchedule)
                .orElse(recipe);
        recipe = arguments
                .count("report-every", 1, MOST_EPOCHS)
                .map(recipe::withReportEvery)
                .orElse(recipe);
        return withLabels(recipe.withPenalty(penalty(model, arguments)), model, arguments);
    }

    private static <T> T parsed(String option, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (final IllegalArgumentException refused) {
            throw new UsageError("--" + option + " " + text + ": " + refused.getMessage(), refused);
        }
    }

    private static Penalty penalty(Model model, Arguments arguments) {
        final Penalty penalty = model.recipe().penalty();
        for (final String option : List.of("lambda", "l2-scaling")) {
            if (arguments.has(option) && !model.objective().penalised()) {
                throw new UsageError(
                        "--" + option + ": " + model.name() + " has no penalty on its weights; leave the option out");
            }
        }
        return new Penalty(
                arguments.nonNegative("lambda").orElse(penalty.lambda()),
                arguments
                        .choice("l2-scaling", names(Penalty.Scaling.values()))
                        .map(name -> Penalty.Scaling.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(penalty.scaling()));
    }

    private static Recipe withLabels(Recipe recipe, Model model, Arguments arguments) {
        return arguments
                .choice("labels", names(Labels.values()))
                .map(name -> {
                    if (!(recipe.data() instanceof Synthetic made)
                            || made.labels().isEmpty()) {
                        throw new UsageError("--labels: the data of " + model.name()
                                + " have only one kind of labels; leave the option out");
                    }
                    return recipe.withData(made.withLabels(Labels.valueOf(name.toUpperCase(Locale.ROOT))));
                })
                .orElse(recipe);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
