package handgrad.training;

import handgrad.dataset.BinaryCoding;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.random.RandomStream;
import java.util.Optional;

/** The source of a model's samples. */
public sealed interface DataSource {
    /**
     * The data set's name.
     *
     * @return such as {@code mnist}
     */
    String name();

    /**
     * A published data set, which the host loads by name and converts as specified.
     *
     * @param name such as {@code mnist-4-9}
     * @param pixels the conversion of pixels
     * @param coding the target values of the two classes, if there are two
     */
    record Named(String name, PixelScale pixels, BinaryCoding coding) implements DataSource {
        /**
         * A data set with pixels of 0 … 1 and, for two classes, targets −1 and +1.
         *
         * @param name its name
         * @return the source
         */
        public static Named of(String name) {
            return new Named(name, PixelScale.UNIT, BinaryCoding.MINUS_PLUS_ONE);
        }

        /**
         * Another data set, converted in the same way.
         *
         * @param value its name
         * @return the source
         */
        public Named withName(String value) {
            return new Named(value, pixels, coding);
        }
    }

    /**
     * A synthetic data set, drawn from the run's random stream.
     *
     * @param name its name
     * @param description one line for the user
     * @param drawOrder whether it is drawn before or after the parameters
     * @param labels the training labels, or empty if there is only one kind
     * @param generator draws the samples
     */
    record Synthetic(String name, String description, DrawOrder drawOrder, Optional<Labels> labels, Generator generator)
            implements DataSource {
        /**
         * The same data set with other training labels.
         *
         * @param value which
         * @return the source
         * @throws IllegalArgumentException if there is only one kind
         */
        public Synthetic withLabels(Labels value) {
            if (labels.isEmpty()) {
                throw new IllegalArgumentException(name + " has only one kind of labels");
            }
            return new Synthetic(name, description, drawOrder, Optional.of(value), generator);
        }

        /**
         * Draws the samples.
         *
         * @param stream the run's random stream
         * @return both parts
         */
        public Split generate(RandomStream stream) {
            return generator.generate(stream, labels.orElse(Labels.CLEAN));
        }

        /** The name and the description, which identify the source. */
        @Override
        public String toString() {
            return name + " (" + description + ")";
        }
    }

    /** When a synthetic data set is drawn. The course has both orders, and they give different numbers. */
    enum DrawOrder {
        /** The samples, then the parameters. */
        BEFORE_PARAMETERS,
        /** The parameters, then the samples. */
        AFTER_PARAMETERS
    }

    /** The training labels of a synthetic data set. */
    enum Labels {
        /** Exact targets. */
        CLEAN,
        /** Targets with noise. */
        NOISY
    }

    /** Draws a synthetic data set. */
    @FunctionalInterface
    interface Generator {
        /**
         * Draws the samples. The draws do not depend on the labels.
         *
         * @param stream the stream to draw from
         * @param labels the training labels
         * @return both parts
         */
        Split generate(RandomStream stream, Labels labels);
    }
}
