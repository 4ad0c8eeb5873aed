package handgrad.training;

import handgrad.network.Network;
import java.util.List;

/**
 * A network with what it is trained for and how.
 *
 * @param name the name on the command line
 * @param title one line for a person
 * @param network the layers
 * @param objective the loss and the penalty
 * @param recipe the defaults of its training
 * @param reports what its run shows besides loss and accuracy
 */
public record Model(
        String name, String title, Network network, Objective objective, Recipe recipe, List<Report> reports) {
    /** Copies the reports. */
    public Model {
        reports = List.copyOf(reports);
    }

    /**
     * A model whose run shows loss and accuracy only.
     *
     * @param name the name on the command line
     * @param title one line for a person
     * @param network the layers
     * @param objective the loss and the penalty
     * @param recipe the defaults of its training
     */
    public Model(String name, String title, Network network, Objective objective, Recipe recipe) {
        this(name, title, network, objective, recipe, List.of());
    }

    /**
     * The same model, trained in another way.
     *
     * @param value the recipe
     * @return the model
     */
    public Model withRecipe(Recipe value) {
        return new Model(name, title, network, objective, value, reports);
    }

    /**
     * The same model, trained for something else.
     *
     * @param value the objective
     * @return the model
     */
    public Model withObjective(Objective value) {
        return new Model(name, title, network, value, recipe, reports);
    }

    /**
     * The same model, showing more.
     *
     * @param values what its run shows besides loss and accuracy
     * @return the model
     */
    public Model withReports(Report... values) {
        return new Model(name, title, network, objective, recipe, List.of(values));
    }
}
