package handgrad.homework;

import handgrad.training.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The models of the course, by name. */
public final class Homework {
    private Homework() {}

    /**
     * The thirteen named models.
     *
     * @return in the course's order
     */
    public static List<Model> models() {
        return List.of(
                LeNet5.original(),
                LeNet5.modern(),
                LogisticRegression.kullbackLeibler(),
                LogisticRegression.squaredError(),
                LogisticRegression.synthetic(),
                SupportVectorMachines.synthetic(),
                SupportVectorMachines.features(),
                Regressions.twoLayer(),
                Regressions.multilayer(),
                Regressions.multilayerNoisy(),
                Classifiers.softmaxLinear(),
                Classifiers.wide(),
                LogisticRegression.penalised());
    }

    /**
     * Finds a model by name: one of {@link #models}, or an MLP of any widths such as {@code mlp-relu-784-64-32-10}.
     *
     * @param name the name
     * @return the model, or empty if there is none
     */
    public static Optional<Model> find(String name) {
        return Stream.concat(
                        models().stream().filter(model -> model.name().equals(name)),
                        MultilayerPerceptrons.named(name).stream())
                .findFirst();
    }

    /**
     * The activations allowed in the name of an MLP, {@code mlp-ACTIVATION-784-64-10}.
     *
     * @return their names in it
     */
    public static List<String> chainActivations() {
        return MultilayerPerceptrons.activations();
    }
}
