package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ConvolutionWeightTiles;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.WeightSums;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.rewrite.PartialGradient;
import java.util.Arrays;
import java.util.List;

/**
 * The weight and bias gradients of a convolution for one group of samples, a part of a {@link PartialGradient}:
 * dw[o, c, u, v] = Σ over the positions and the lanes of dy · x, db[o] = Σ dy. The lanes, but for those that a group
 * which is not full does not use, are added up at the end.
 */
public final class ConvolutionPartialStep implements SampleStep {
    private final Kernels kernels;
    private final int batch;
    private final GroupedPlace x;
    private final GroupedPlace dy;
    private final FloatStore partial;
    private final int stride;
    private final int weights;
    private final List<WeightSums> parts;
    private final int[] dyPositions;
    private final LanewiseCall[] calls;

    /**
     * A step.
     *
     * @param partial receives for each group dw, then db
     */
    public ConvolutionPartialStep(
            Kernels kernels,
            int workers,
            PartialGradient gradient,
            GroupedPlace x,
            GroupedPlace dy,
            FloatStore partial,
            ConvolutionWeightTiles tiles) {
        this.kernels = kernels;
        this.batch = gradient.x().shape().batch();
        this.x = x;
        this.dy = dy;
        this.partial = partial;
        this.stride = gradient.stride();
        this.weights = gradient.dw().size();
        this.parts = WeightSums.of(kernels, tiles, 1);
        this.dyPositions = tiles.tables().aTaps();
        this.calls = WeightSums.calls(kernels, workers, tiles.tables(), parts);
        kernels.queueWarmUp(KernelUse.Single.SUM_LANES);
    }

    @Override
    public void run(int worker, int group) {
        final LanewiseCall call = calls[worker];
        call.x = x.values(worker);
        call.xBase = x.at(group);
        call.a = dy.values(worker);
        call.aBase = dy.at(group);
        final int samples = GroupLayout.samples(batch, group);
        final int to = group * stride;
        for (int part = 0; part < parts.size(); part++) {
            addUp(call, parts.get(part), samples, to);
        }
        for (int o = 0; o < dy.grid().channels(); o++) {
            Arrays.fill(call.sums, 0, GroupLayout.LANES, 0f);
            kernels.sumLanes(call.a, call.aBase + o * dy.grid().channelStride(), dyPositions, call.sums, 0);
            partial.values[to + weights + o] = LaneSums.sum(call.sums, 0, samples);
        }
    }

    private void addUp(LanewiseCall call, WeightSums part, int samples, int to) {
        final int[] places = part.weights();
        Arrays.fill(call.sums, 0, places.length * GroupLayout.LANES, 0f);
        part.add(call);
        for (int i = 0; i < places.length; i++) {
            partial.values[to + places[i]] = LaneSums.sum(call.sums, i * GroupLayout.LANES, samples);
        }
    }
}
