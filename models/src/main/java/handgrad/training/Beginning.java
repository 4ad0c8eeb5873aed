package handgrad.training;

import handgrad.dataset.Split;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.Made;
import handgrad.training.DataSource.Moment;
import handgrad.training.DataSource.Named;
import java.util.function.Function;

/**
 * The samples and initial parameters of a training. This class defines the order in which they are drawn.
 *
 * @param split the samples
 * @param parameters the initial parameters
 */
public record Beginning(Split split, ParameterValues parameters) {
    /**
     * Draws or loads the samples, and draws the initial parameters.
     *
     * @param model the model
     * @param stream the run's random stream, not used yet; afterwards it is where the order of the samples is drawn
     * @param library loads data sets by name
     * @return the samples and parameters
     */
    public static Beginning of(Model model, RandomStream stream, Function<Named, Split> library) {
        return switch (model.recipe().data()) {
            case Named named -> new Beginning(library.apply(named), parameters(model, stream));
            case Made made
            when made.moment() == Moment.BEFORE_PARAMETERS -> {
                final Split split = samples(made, stream);
                yield new Beginning(split, parameters(model, stream));
            }
            case Made made -> {
                final ParameterValues values = parameters(model, stream);
                yield new Beginning(samples(made, stream), values);
            }
        };
    }

    /**
     * With a splittable stream, the samples depend on the seed alone, so that models can be compared on the same
     * samples.
     */
    private static Split samples(Made made, RandomStream stream) {
        return made.make(stream.derive("samples", 0));
    }

    private static ParameterValues parameters(Model model, RandomStream stream) {
        return ParameterValues.initial(model.network(), model.recipe().initialiser(), stream);
    }
}
