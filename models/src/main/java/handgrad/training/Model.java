package handgrad.training;

import handgrad.network.Network;

/**
 * A network with what it is trained for and how.
 *
 * @param name the name on the command line
 * @param title one line for a person
 * @param network the layers
 * @param objective the loss and the penalty
 * @param recipe the defaults of its training
 */
public record Model(String name, String title, Network network, Objective objective, Recipe recipe) {
    /**
     * The same model, trained in another way.
     *
     * @param value the recipe
     * @return the model
     */
    public Model withRecipe(Recipe value) {
        return new Model(name, title, network, objective, value);
    }
}
