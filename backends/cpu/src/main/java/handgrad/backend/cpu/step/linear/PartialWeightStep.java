package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.program.LinearSums;
import java.util.Arrays;

/**
 * The parts of a {@link PartialGradient} of a small linear layer on a large batch: samples are added up right after the other steps have seen them, while
 * they are in the cache, so that a batch that fills the memory is read once. A part is a few groups, which one thread goes through in
 * order; its sums begin with zero and stay with that thread until the last of the groups.
 */
public final class PartialWeightStep implements SampleStep {
    /** Groups of samples in a part. */
    public static final int CHUNK_GROUPS = LinearSums.GROUPS_IN_PART;

    private final int batch;
    private final RowsPlace dy;
    private final FloatStore partial;
    private final int stride;
    private final int weights;
    private final int outputs;
    private final SampleSums sums;
    private final float[][] biases;

    /**
     * A step.
     *
     * @param dy the gradient of the outputs
     * @param sums adds up the weights' part
     * @param partial receives for each part dw [O, C], then db [O]
     */
    public PartialWeightStep(int workers, PartialGradient gradient, RowsPlace dy, SampleSums sums, FloatStore partial) {
        this.batch = gradient.x().shape().batch();
        this.dy = dy;
        this.sums = sums;
        this.partial = partial;
        this.stride = gradient.stride();
        this.weights = gradient.dw().size();
        this.outputs = dy.width();
        this.biases = new float[workers][outputs];
    }

    @Override
    public void run(int worker, int group) {
        if (group % CHUNK_GROUPS == 0) {
            sums.clear(worker);
            Arrays.fill(biases[worker], 0f);
        }
        sums.add(worker, group);
        addBiases(dy.values(worker), dy.at(group), GroupLayout.samples(batch, group), biases[worker]);
        if (group % CHUNK_GROUPS == CHUNK_GROUPS - 1 || group == GroupLayout.groups(batch) - 1) {
            final int at = group / CHUNK_GROUPS * stride;
            sums.write(worker, partial.values, at);
            System.arraycopy(biases[worker], 0, partial.values, at + weights, outputs);
        }
    }

    private void addBiases(float[] deltas, int at, int samples, float[] to) {
        for (int o = 0; o < outputs; o++) {
            float sum = to[o];
            for (int n = 0; n < samples; n++) {
                sum += deltas[at + n * outputs + o];
            }
            to[o] = sum;
        }
    }
}
