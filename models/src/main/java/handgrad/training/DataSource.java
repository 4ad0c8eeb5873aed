package handgrad.training;

import handgrad.dataset.BinaryCoding;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.random.RandomStream;
import java.util.Optional;

/** Where the samples that a model is trained on come from. */
public sealed interface DataSource {
    /**
     * The data set's name.
     *
     * @return such as {@code mnist}
     */
    String name();

    /**
     * A data set that others publish and the host loads by its name, with what the model wants done to it.
     *
     * @param name such as {@code mnist-4-9}
     * @param pixels what a pixel's byte becomes
     * @param coding which numbers stand for the two classes, where there are two
     */
    record Named(String name, PixelScale pixels, BinaryCoding coding) implements DataSource {
        /**
         * A data set with pixels of 0 … 1 and, where there are two classes, −1 and +1 for them.
         *
         * @param name its name
         * @return the source
         */
        public static Named of(String name) {
            return new Named(name, PixelScale.UNIT, BinaryCoding.MINUS_PLUS_ONE);
        }

        /**
         * Another data set, prepared in the same way.
         *
         * @param value its name
         * @return the source
         */
        public Named withName(String value) {
            return new Named(value, pixels, coding);
        }
    }

    /**
     * A data set that is drawn from the run's own random stream.
     *
     * @param name what it is called
     * @param description one line for a person
     * @param moment whether it is drawn before or after the parameters
     * @param labels which labels it is trained on, or empty where it has only one kind
     * @param maker what draws it
     */
    record Made(String name, String description, Moment moment, Optional<Labels> labels, Maker maker)
            implements DataSource {
        /**
         * The same data set with other labels to train on.
         *
         * @param value which
         * @return the source
         * @throws IllegalArgumentException if it has only one kind
         */
        public Made withLabels(Labels value) {
            if (labels.isEmpty()) {
                throw new IllegalArgumentException(name + " has only one kind of labels");
            }
            return new Made(name, description, moment, Optional.of(value), maker);
        }

        /**
         * Draws the samples.
         *
         * @param stream the run's random stream
         * @return both parts
         */
        public Split make(RandomStream stream) {
            return maker.make(stream, labels.orElse(Labels.CLEAN));
        }

        /** The name and the description: two sources of the same name are made alike. */
        @Override
        public String toString() {
            return name + " (" + description + ")";
        }
    }

    /** When a made data set is drawn: both orders occur in the course, and from one stream each gives other numbers. */
    enum Moment {
        /** The samples, then the parameters. */
        BEFORE_PARAMETERS,
        /** The parameters, then the samples. */
        AFTER_PARAMETERS
    }

    /** Which labels a made data set trains on. */
    enum Labels {
        /** The target itself. */
        CLEAN,
        /** The target with noise. */
        NOISY
    }

    /** Draws a data set. */
    @FunctionalInterface
    interface Maker {
        /**
         * Draws the samples. What is drawn does not depend on the labels asked for.
         *
         * @param stream where random numbers come from
         * @param labels which labels to train on
         * @return both parts
         */
        Split make(RandomStream stream, Labels labels);
    }
}
