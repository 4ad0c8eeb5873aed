package handgrad.optimiser;

/** A learning rate schedule: a factor on the recipe's learning rate for each step. Steps are numbered from 0. */
public sealed interface Schedule {
    /** A constant learning rate. */
    Schedule CONSTANT = new Constant();

    /**
     * The factor of one step.
     *
     * @param step the step, from 0
     * @param steps the number of steps of the whole training
     * @return the factor on the learning rate
     */
    double factor(long step, long steps);

    /**
     * The learning rate of one step.
     *
     * @param base the recipe's learning rate
     * @param step the step, from 0
     * @param steps the number of steps of the whole training
     * @return the step's learning rate
     */
    default float rate(float base, long step, long steps) {
        return (float) (base * factor(step, steps));
    }

    /**
     * Whether a factor depends on the total number of steps. If so, extending a training changes its first steps too.
     *
     * @return true for the cosine
     */
    default boolean dependsOnLength() {
        return false;
    }

    /** Always 1. */
    record Constant() implements Schedule {
        @Override
        public double factor(long step, long steps) {
            return 1;
        }

        @Override
        public String toString() {
            return "constant";
        }
    }

    /**
     * Multiplies the rate by a factor at regular intervals: factor^⌊step / every⌋.
     *
     * @param factor the factor, above 0
     * @param every the number of steps between changes, at least 1
     */
    record StepDecay(double factor, long every) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public StepDecay {
            require(factor > 0 && Double.isFinite(factor), "factor must be above 0, not " + factor);
            require(every >= 1, "every must be at least 1 step, not " + every);
        }

        @Override
        public double factor(long step, long steps) {
            return Math.pow(factor, step / every);
        }

        @Override
        public String toString() {
            return "step:factor=" + factor + ":every=" + every;
        }
    }

    /** From 1 to 0 along half a cosine: ½ (1 + cos(π step / steps)). (I. Loshchilov and F. Hutter 2017.) */
    record Cosine() implements Schedule {
        @Override
        public double factor(long step, long steps) {
            return (1 + Math.cos(Math.PI * step / steps)) / 2;
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }

        @Override
        public String toString() {
            return "cosine";
        }
    }

    /**
     * Rises linearly from a factor to 1 over the first steps: start + (1 − start) step / over.
     *
     * @param start the factor of the first step, from 0 to 1
     * @param over the number of steps until the factor is 1, at least 1
     */
    record Warmup(double start, long over) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public Warmup {
            require(start >= 0 && start <= 1, "start must be from 0 to 1, not " + start);
            require(over >= 1, "over must be at least 1 step, not " + over);
        }

        @Override
        public double factor(long step, long steps) {
            return step >= over ? 1 : start + (1 - start) * step / over;
        }

        @Override
        public String toString() {
            return "warmup:start=" + start + ":over=" + over;
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
