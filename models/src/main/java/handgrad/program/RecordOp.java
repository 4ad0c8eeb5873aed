package handgrad.program;

import java.util.List;

/**
 * Ops that record the results of a step in histories on the device, which the host reads once an interval. A step
 * writes at index position[1], the number of steps done in the interval (see {@link BatchOp}).
 */
public sealed interface RecordOp extends Op {
    /**
     * history[position[1]] = Σ_n losses[n], with compensated (Kahan) summation in the order of n, which stays accurate
     * for a full batch of thousands.
     *
     * @param losses [B]
     * @param position [2]
     * @param history [S]; the host ensures position[1] &lt; S
     */
    record RecordLoss(Tensor losses, Tensor position, Tensor history) implements RecordOp {
        /** Checks the shapes. */
        public RecordLoss {
            Require.floats(losses, history);
            check(losses, position, history);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(losses, position);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(history);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.SUMMED;
        }
    }

    /**
     * history[position[1]] += samples · lambda[0] · Σ r(w). The history divided by the number of samples is then the
     * mean loss plus the penalty.
     *
     * @param penalty r
     * @param w any shape
     * @param lambda [1]
     * @param position [2]
     * @param history [S]; already has the sum of the step's losses
     * @param samples the batch size B
     */
    record RecordPenalty(PenaltyFunction penalty, Tensor w, Tensor lambda, Tensor position, Tensor history, int samples)
            implements RecordOp {
        /** Checks the shapes. */
        public RecordPenalty {
            Require.floats(w, lambda, history);
            Require.shape(lambda, 1);
            Require.ints(position);
            Require.shape(position, 2);
            Require.rank(history, 1);
            Require.that(samples >= 1, "a step takes at least one sample, not " + samples);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(w, lambda, position, history);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(history);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.NONE;
        }
    }

    /**
     * history[position[1]] = Σ_n hits[n].
     *
     * @param hits [B] ints
     * @param position [2]
     * @param history [S] ints; the host ensures position[1] &lt; S
     */
    record RecordHits(Tensor hits, Tensor position, Tensor history) implements RecordOp {
        /** Checks the shapes. */
        public RecordHits {
            Require.ints(hits, history);
            check(hits, position, history);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(hits, position);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(history);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.SUMMED;
        }
    }

    private static void check(Tensor values, Tensor position, Tensor history) {
        Require.ints(position);
        Require.shape(position, 2);
        Require.rank(values, 1);
        Require.rank(history, 1);
    }
}
