package handgrad.backend.cpu.step;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.PartialGradient;

/**
 * The weight and bias gradients of a convolution for each group of samples, a part of a {@link PartialGradient}: dw,
 * then db. The lanes that a group which is not full does not use are left out.
 */
public final class ConvolutionPartialStep implements SampleStep {
    private final int batch;
    private final ConvolutionSums sums;
    private final FloatStore partial;
    private final int stride;
    private final int weights;

    /** The step of a gradient. */
    public ConvolutionPartialStep(StepContext context, PartialGradient gradient) {
        this.batch = gradient.x().shape().batch();
        this.sums = ConvolutionSums.of(context, gradient.op(), 1);
        this.partial = context.memory().floats(gradient.dw(), Representation.PARTIAL);
        this.stride = gradient.stride();
        this.weights = gradient.dw().size();
    }

    @Override
    public void run(int worker, int group) {
        final int samples = GroupLayout.samples(batch, group);
        final float[] to = partial.values;
        final int at = group * stride;
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
    }
}
