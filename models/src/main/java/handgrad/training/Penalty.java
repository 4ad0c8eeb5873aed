package handgrad.training;

import java.util.Locale;

/**
 * The strength of the penalty, for a model whose {@link Objective} has one.
 *
 * @param lambda λ
 * @param scaling how λ is scaled
 */
public record Penalty(float lambda, Scaling scaling) {
    /** No penalty: λ = 0. */
    public static final Penalty NONE = new Penalty(0, Scaling.FORMULA);

    /**
     * Checks λ.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Penalty {
        if (!(lambda >= 0 && Float.isFinite(lambda))) {
            throw new IllegalArgumentException("λ must be a finite number of at least 0, not " + lambda);
        }
    }

    /** The penalty added to the mean loss. The course writes the first; its figures fit the second. */
    public enum Scaling {
        /** λ‖w‖², as in the formula. */
        FORMULA,
        /** (λ/N)‖w‖² for N training samples. */
        SAMPLES;

        /**
         * The name on the command line.
         *
         * @return lower case
         */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The factor of ‖w‖².
     *
     * @param samples the number N of training samples
     * @return λ or λ/N
     */
    public float factor(int samples) {
        return scaling == Scaling.SAMPLES ? lambda / samples : lambda;
    }
}
