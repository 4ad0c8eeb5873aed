package handgrad.backend.cpu.step;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
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
