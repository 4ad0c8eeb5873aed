package handgrad.backend.cpu.step;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.program.ConvolutionOp;
import handgrad.program.UpdateOp;
import java.util.List;

/**
 * The weight and bias gradients of a convolution, summed over all groups of samples. A block is some weights, the
 * last one the biases. All groups but the last are summed early; the last one is summed apart, so that the lanes that
 * it does not use never reach the result.
 */
public final class ConvolutionWeightStep implements BlockStep {
    private final int lastGroup;
    private final int samplesInLast;
    private final ConvolutionSums sums;
    private final GradientOutput output;

    /**
     * A step.
     *
     * @param op a weight gradient
     * @param updates the updates that it does with the gradients
     */
    public ConvolutionWeightStep(StepContext context, ConvolutionOp op, List<UpdateOp> updates) {
        final int batch = op.inputs().getFirst().shape().batch();
        this.lastGroup = GroupLayout.groups(batch) - 1;
        this.samplesInLast = GroupLayout.samples(batch, lastGroup);
        this.sums = ConvolutionSums.of(context, op, lastGroup + 1);
        this.output =
                GradientOutput.of(context, op.outputs().getFirst(), op.outputs().getLast(), updates);
    }

    /** The gradients of each group of samples by itself: a part of a {@link PartialGradient}, dw, then db. */
    public static SampleStep ofGroups(StepContext context, PartialGradient gradient) {
        final int batch = gradient.x().shape().batch();
        final ConvolutionSums sums = ConvolutionSums.of(context, gradient.op(), 1);
        final FloatStore partial = context.memory().floats(gradient.dw(), Representation.PARTIAL);
        final int weights = gradient.dw().size();
        return (worker, group) -> {
            final int samples = GroupLayout.samples(batch, group);
            final float[] to = partial.values;
            final int at = group * gradient.stride();
            for (int part = 0; part < sums.parts(); part++) {
                final int[] places = sums.weights(part);
                final float[] lanes = sums.sumWeights(worker, part, group, group + 1);
                for (int i = 0; i < places.length; i++) {
                    to[at + places[i]] = LaneSums.sum(lanes, i * GroupLayout.LANES, samples);
                }
            }
            for (int o = 0; o < sums.channels(); o++) {
                to[at + weights + o] = LaneSums.sum(sums.sumBias(worker, o, group, group + 1), 0, samples);
            }
        };
    }

    @Override
    public int earlyBlocks() {
        return lastGroup > 0 ? sums.parts() : 0;
    }

    @Override
    public void runEarly(int worker, int block) {
        final int[] weights = sums.weights(block);
        final float[] lanes = sums.sumWeights(worker, block, 0, lastGroup);
        for (int i = 0; i < weights.length; i++) {
            output.dw().values[weights[i]] = LaneSums.sum(lanes, i * GroupLayout.LANES);
        }
    }

    @Override
    public int blocks() {
        return sums.parts() + 1;
    }

    @Override
    public void run(int worker, int block) {
        if (block == sums.parts()) {
            sumBiases(worker);
        } else {
            sumWeights(worker, block);
        }
    }

    private void sumWeights(int worker, int block) {
        final float[] dw = output.dw().values;
        final int[] weights = sums.weights(block);
        final float[] lanes = sums.sumWeights(worker, block, lastGroup, lastGroup + 1);
        int first = 0;
        for (int i = 0; i < weights.length; i++) {
            final int to = weights[i];
            final float last = LaneSums.sum(lanes, i * GroupLayout.LANES, samplesInLast);
            dw[to] = lastGroup > 0 ? dw[to] + last : last;
            if (i == weights.length - 1 || weights[i + 1] != to + 1) {
                output.weights().apply(weights[first], i + 1 - first);
                first = i + 1;
            }
        }
    }

    private void sumBiases(int worker) {
        for (int o = 0; o < sums.channels(); o++) {
            final float most = LaneSums.sum(sums.sumBias(worker, o, 0, lastGroup), 0);
            final float last = LaneSums.sum(sums.sumBias(worker, o, lastGroup, lastGroup + 1), 0, samplesInLast);
            output.db().values[o] = most + last;
        }
        output.biases().apply(0, sums.channels());
    }
}
