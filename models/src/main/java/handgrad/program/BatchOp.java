package handgrad.program;

import java.util.List;

/**
 * Ops that gather the batch of a step from the data on the device. The host uploads the order of the samples once for
 * several steps, an interval. {@code position} [2] is the state within it: position[0] is the index in {@code order} of
 * the next sample; position[1] is the number of steps done, the index at which the step records its results.
 */
public sealed interface BatchOp extends Op {
    /**
     * batch[n, …] = data[order[position[0] + n], …].
     *
     * @param data [N, …] floats
     * @param order [M] sample indices, each 0 ≤ order &lt; N
     * @param position [2]; the host ensures position[0] + B ≤ M
     * @param batch [B, …]
     */
    record GatherRows(Tensor data, Tensor order, Tensor position, Tensor batch) implements BatchOp {
        /** Checks the shapes. */
        public GatherRows {
            Require.floats(data, batch);
            checkOrder(order, position, batch);
            Require.sampleSize(batch, data.shape().sampleSize());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(data, order, position);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(batch);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * batch[n] = labels[order[position[0] + n]].
     *
     * @param labels [N] ints
     * @param order [M] indices, each 0 ≤ order &lt; N
     * @param position [2]; the host ensures position[0] + B ≤ M
     * @param batch [B] ints
     */
    record GatherLabels(Tensor labels, Tensor order, Tensor position, Tensor batch) implements BatchOp {
        /** Checks the shapes. */
        public GatherLabels {
            Require.ints(labels, batch);
            Require.rank(labels, 1);
            Require.rank(batch, 1);
            checkOrder(order, position, batch);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(labels, order, position);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(batch);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * position[0] += samples; position[1] += 1.
     *
     * @param position [2]
     * @param samples the batch size B
     */
    record Advance(Tensor position, int samples) implements BatchOp {
        /** Checks the shape. */
        public Advance {
            Require.ints(position);
            Require.shape(position, 2);
            Require.that(samples >= 1, "a step takes at least one sample, not " + samples);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(position);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(position);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.NONE;
        }
    }

    private static void checkOrder(Tensor order, Tensor position, Tensor batch) {
        Require.ints(order, position);
        Require.rank(order, 1);
        Require.shape(position, 2);
        if (batch.shape().batch() > order.size()) {
            throw new IllegalArgumentException(batch + " takes more samples than " + order + " names");
        }
    }
}
