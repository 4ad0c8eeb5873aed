package handgrad.training;

import java.util.Locale;

/**
 * How strongly large weights are penalised, for a model whose {@link Objective} has a penalty.
 *
 * @param lambda λ
 * @param scaling what λ is the factor of
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

    /** What is added to the mean loss. The course writes the one; its figures fit the other. */
    public enum Scaling {
        /** λ‖w‖², as the formula has it. */
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
