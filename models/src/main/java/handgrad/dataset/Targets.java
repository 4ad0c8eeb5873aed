package handgrad.dataset;

import java.util.Arrays;

/** What a network should answer: a class for each sample, or real numbers. */
public sealed interface Targets {
    /**
     * The number of samples.
     *
     * @return at least 1
     */
    int count();

    /**
     * The targets of the first samples.
     *
     * @param samples how many, at least 1 and at most {@link #count}
     * @return a copy
     */
    Targets first(int samples);

    /**
     * One class for each sample.
     *
     * @param labels for each sample its class, 0 ≤ label &lt; classes; not to be changed afterwards
     * @param classes how many classes there are
     */
    record Classes(int[] labels, int classes) implements Targets {
        /**
         * Checks the labels.
         *
         * @throws IllegalArgumentException if a label is outside 0 … classes − 1
         */
        public Classes {
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] < 0 || labels[i] >= classes) {
                    throw new IllegalArgumentException(
                            "label " + labels[i] + " of sample " + i + " is outside 0 … " + (classes - 1));
                }
            }
        }

        @Override
        public int count() {
            return labels.length;
        }

        @Override
        public Targets first(int samples) {
            return new Classes(Arrays.copyOf(labels, samples), classes);
        }
    }

    /**
     * Real numbers for each sample: a regression's values, or the −1/+1 and 0/1 labels of a binary classifier.
     *
     * @param values [count × width], row-major; not to be changed afterwards
     * @param width how many numbers a sample has
     */
    record Reals(float[] values, int width) implements Targets {
        /**
         * Checks the size.
         *
         * @throws IllegalArgumentException if the values are no whole number of rows
         */
        public Reals {
            if (width < 1 || values.length % width != 0) {
                throw new IllegalArgumentException(values.length + " values are no whole rows of " + width);
            }
        }

        @Override
        public int count() {
            return values.length / width;
        }

        @Override
        public Targets first(int samples) {
            return new Reals(Arrays.copyOf(values, samples * width), width);
        }
    }
}
