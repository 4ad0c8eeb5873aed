package handgrad.training;

import handgrad.dataset.Split;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.Made;
import handgrad.training.DataSource.Moment;
import handgrad.training.DataSource.Named;
import java.util.function.Function;

/**
 * What a training begins with. The one place that settles in which order samples and first parameters are drawn.
 *
 * @param split the samples
 * @param parameters the parameters before the first step
 */
public record Beginning(Split split, ParameterValues parameters) {
    /**
     * Draws what a model begins with.
     *
     * @param model the model
     * @param stream the run's random stream, at its start; afterwards it stands where the order of the samples is drawn
     * @param library gives data sets by name
     * @return samples and parameters
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

    /** Where the stream splits, the samples depend on the seed alone, so that models on the same samples can be compared. */
    private static Split samples(Made made, RandomStream stream) {
        return made.make(stream.derive("samples", 0));
    }

    private static ParameterValues parameters(Model model, RandomStream stream) {
        return ParameterValues.initial(model.network(), model.recipe().initialiser(), stream);
    }
}
