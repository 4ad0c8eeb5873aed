package handgrad.dataset;

import java.util.Arrays;

/** The desired outputs: a class or real numbers for each sample. */
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
     * @param samples the number of samples, from 1 to {@link #count}
     * @return a copy
     */
    Targets first(int samples);

    /**
     * One class for each sample.
     *
     * @param labels the class of each sample, 0 ≤ label &lt; classes; not to be changed afterwards
     * @param classes the number of classes
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
     * Real numbers for each sample: the values of a regression, or the −1/+1 or 0/1 labels of a binary classifier.
     *
     * @param values [count × width], row-major; not to be changed afterwards
     * @param width the number of values of a sample
     */
    record Reals(float[] values, int width) implements Targets {
        /**
         * Checks the size.
         *
         * @throws IllegalArgumentException if the number of values is not a multiple of the width
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
