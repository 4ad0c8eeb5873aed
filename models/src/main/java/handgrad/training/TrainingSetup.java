package handgrad.training;

import handgrad.dataset.Split;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.DrawOrder;
import handgrad.training.DataSource.Named;
import handgrad.training.DataSource.Synthetic;
import java.util.function.Function;

/**
 * The samples and initial parameters of a training. This class defines the order in which they are drawn.
 *
 * @param split the samples
 * @param parameters the initial parameters
 */
public record TrainingSetup(Split split, ParameterValues parameters) {
    /**
     * Draws or loads the samples, and draws the initial parameters.
     *
     * @param model the model
     * @param stream the run's random stream, not used yet; afterwards it is where the order of the samples is drawn
     * @param library loads data sets by name
     * @return the samples and parameters
     */
    public static TrainingSetup of(Model model, RandomStream stream, Function<Named, Split> library) {
        return switch (model.recipe().data()) {
            case Named named -> new TrainingSetup(library.apply(named), parameters(model, stream));
            case Synthetic synthetic
            when synthetic.drawOrder() == DrawOrder.BEFORE_PARAMETERS -> {
                final Split split = samples(synthetic, stream);
                yield new TrainingSetup(split, parameters(model, stream));
            }
            case Synthetic synthetic -> {
                final ParameterValues values = parameters(model, stream);
                yield new TrainingSetup(samples(synthetic, stream), values);
            }
        };
    }

    /**
     * With a splittable stream, the samples depend on the seed alone, so that models can be compared on the same
     * samples.
     */
    private static Split samples(Synthetic synthetic, RandomStream stream) {
        return synthetic.generate(stream.derive("samples", 0));
    }

    private static ParameterValues parameters(Model model, RandomStream stream) {
        return ParameterValues.initial(model.network(), model.recipe().initialiser(), stream);
    }
}
