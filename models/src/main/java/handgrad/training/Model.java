package handgrad.training;

import handgrad.network.Network;
import java.util.List;

/**
 * A network with its objective and the recipe of its training.
 *
 * @param name the name on the command line
 * @param title one line for the user
 * @param network the layers
 * @param objective the loss and the penalty
 * @param recipe the defaults of its training
 * @param reports the reports of a run besides loss and accuracy
 */
public record Model(
        String name, String title, Network network, Objective objective, Recipe recipe, List<Report> reports) {
    /** Copies the reports. */
    public Model {
        reports = List.copyOf(reports);
    }

    /**
     * A model without further reports.
     *
     * @param name the name on the command line
     * @param title one line for the user
     * @param network the layers
     * @param objective the loss and the penalty
     * @param recipe the defaults of its training
     */
    public Model(String name, String title, Network network, Objective objective, Recipe recipe) {
        this(name, title, network, objective, recipe, List.of());
    }

    /**
     * The same model with another recipe.
     *
     * @param value the recipe
     * @return the model
     */
    public Model withRecipe(Recipe value) {
        return new Model(name, title, network, objective, value, reports);
    }

    /**
     * The same model with another objective.
     *
     * @param value the objective
     * @return the model
     */
    public Model withObjective(Objective value) {
        return new Model(name, title, network, value, recipe, reports);
    }

    /**
     * The same model with other reports.
     *
     * @param values the reports of a run besides loss and accuracy
     * @return the model
     */
    public Model withReports(Report... values) {
        return new Model(name, title, network, objective, recipe, List.of(values));
    }
}
