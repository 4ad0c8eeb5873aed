package handgrad.homework;

import static handgrad.network.Layers.identity;
import static handgrad.network.Layers.linear;

import handgrad.activation.Activations;
import handgrad.loss.Loss;
import handgrad.loss.Reduction;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Layer;
import handgrad.network.Layers;
import handgrad.network.Network;
import handgrad.program.Activation;
import handgrad.program.Shape;
import handgrad.training.DataSource.Named;
import handgrad.training.Initialiser;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.Recipe;
import handgrad.training.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Multilayer perceptrons: linear layers {@code l1}, {@code l2} … with an activation between them. The name gives
 * activation and widths: {@code mlp-relu-784-64-32-10}.
 */
final class MultilayerPerceptrons {
    private static final Pattern NAME = Pattern.compile("mlp-([a-z]+(?:-[a-z]+)*)((?:-[1-9][0-9]{0,5}){2,20})");

    private MultilayerPerceptrons() {}

    /**
     * Parses {@code mlp-ACTIVATION-d0-d1-…}, the activation being one of {@link #activations}. The loss is the squared
     * error for one output, and softmax cross-entropy for several; the data set is {@code mnist}.
     *
     * @param name the name
     * @return the model, or empty if the name has another form
     */
    static Optional<Model> named(String name) {
        final Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        final int[] widths = Arrays.stream(matcher.group(2).substring(1).split("-"))
                .mapToInt(Integer::parseInt)
                .toArray();
        return activation(matcher.group(1)).map(between -> {
            final Loss loss = widths[widths.length - 1] == 1
                    ? ScoreLoss.mean(SampleLosses.SQUARED_ERROR)
                    : new SoftmaxCrossEntropy(Reduction.MEAN);
            return new Model(
                    name,
                    "linear layers with " + matcher.group(1) + " between them",
                    chain(between, widths),
                    new Objective(loss, false),
                    new Recipe(
                            Named.of("mnist"), 0.1f, 32, 6, new Sampling.Shuffled(), new Initialiser.PyTorchDefault()));
        });
    }

    /** Linear layers l1, l2 … with an activation after each but the last; the first width is that of the input. */
    static Network chain(Layer between, int... widths) {
        final List<Layer> layers = new ArrayList<>();
        IntStream.range(1, widths.length).forEach(l -> {
            layers.add(linear("l" + l, widths[l]));
            if (l < widths.length - 1) {
                layers.add(between);
            }
        });
        return Network.of(Shape.of(widths[0]), layers.toArray(Layer[]::new));
    }

    /** The activations allowed in a name: the built-in ones in lower case, and identity. */
    static List<String> activations() {
        return Stream.concat(Activations.all().stream().map(MultilayerPerceptrons::word), Stream.of("identity"))
                .toList();
    }

    private static Optional<Layer> activation(String word) {
        return word.equals("identity")
                ? Optional.of(identity())
                : Activations.all().stream()
                        .filter(function -> word(function).equals(word))
                        .findFirst()
                        .map(Layers::activation);
    }

    private static String word(Activation function) {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
