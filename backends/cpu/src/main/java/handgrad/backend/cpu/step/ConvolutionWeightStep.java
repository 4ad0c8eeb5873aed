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
import java.util.Arrays;
import java.util.List;

/**
 * The weight gradient of a convolution: dw[o, c, u, v] is a sum over groups, positions and lanes of dy · x. A block takes some weights; their 16 lanes
 * are added up at the end. The groups but the last are summed first, early; the last group is summed apart, so that the unused lanes of one
 * that is not full never reach the result.
 */
public final class ConvolutionWeightStep implements BlockStep {
    private final Kernels kernels;
    private final int batch;
    private final int lastGroup;
    private final GroupedPlace x;
    private final GroupedPlace dy;
    private final FloatStore dw;
    private final FloatStore db;
    private final List<WeightSums> parts;
    private final int[] dyPositions;
    private final LanewiseCall[] calls;
    private final Epilogue weightEpilogue;
    private final Epilogue biasEpilogue;

    public ConvolutionWeightStep(
            Kernels kernels,
            int workers,
            int batch,
            GroupedPlace x,
            GroupedPlace dy,
            FloatStore dw,
            FloatStore db,
            ConvolutionWeightTiles tiles,
            Epilogue weightEpilogue,
            Epilogue biasEpilogue) {
        this.kernels = kernels;
        this.batch = batch;
        this.lastGroup = GroupLayout.groups(batch) - 1;
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        this.db = db;
        this.parts = WeightSums.of(kernels, tiles, lastGroup + 1);
        kernels.queueWarmUp(KernelUse.Single.SUM_LANES);
        this.dyPositions = tiles.tables().aTaps();
        this.calls = WeightSums.calls(kernels, workers, tiles.tables(), parts);
        this.weightEpilogue = weightEpilogue;
        this.biasEpilogue = biasEpilogue;
    }

    @Override
    public int earlyBlocks() {
        return lastGroup > 0 ? parts.size() : 0;
    }

    @Override
    public void runEarly(int worker, int block) {
        final LanewiseCall call = calls[worker];
        final int[] weights = parts.get(block).weights();
        add(call, parts.get(block), 0, lastGroup);
        for (int i = 0; i < weights.length; i++) {
            dw.values[weights[i]] = LaneSums.sum(call.sums, i * GroupLayout.LANES);
        }
    }

    @Override
    public int blocks() {
        // The last block is the bias gradient.
        return parts.size() + 1;
    }

    @Override
    public void run(int worker, int block) {
        if (block == parts.size()) {
            biasGradient(calls[worker].sums);
            return;
        }
        final LanewiseCall call = calls[worker];
        final int[] weights = parts.get(block).weights();
        final int samples = GroupLayout.samples(batch, lastGroup);
        add(call, parts.get(block), lastGroup, lastGroup + 1);
        int first = 0;
        for (int i = 0; i < weights.length; i++) {
            final float last = LaneSums.sum(call.sums, i * GroupLayout.LANES, samples);
            final int to = weights[i];
            dw.values[to] = lastGroup > 0 ? dw.values[to] + last : last;
            if (i == weights.length - 1 || weights[i + 1] != to + 1) {
                weightEpilogue.apply(weights[first], i + 1 - first);
                first = i + 1;
            }
        }
    }

    /** The sums of some weights over some groups. */
    private void add(LanewiseCall call, WeightSums part, int firstGroup, int endGroup) {
        Arrays.fill(call.sums, 0, part.weights().length * GroupLayout.LANES, 0f);
        call.x = x.values(0);
        call.a = dy.values(0);
        for (int group = firstGroup; group < endGroup; group++) {
            call.xBase = x.at(group);
            call.aBase = dy.at(group);
            part.add(call);
        }
    }

    private void biasGradient(float[] sums) {
        final int samples = GroupLayout.samples(batch, lastGroup);
        for (int o = 0; o < dy.grid().channels(); o++) {
            Arrays.fill(sums, 0, GroupLayout.LANES, 0f);
            for (int group = 0; group < lastGroup; group++) {
                addLanes(o, group, sums);
            }
            final float most = LaneSums.sum(sums, 0);
            Arrays.fill(sums, 0, GroupLayout.LANES, 0f);
            addLanes(o, lastGroup, sums);
            db.values[o] = most + LaneSums.sum(sums, 0, samples);
        }
        biasEpilogue.apply(0, dy.grid().channels());
    }

    private void addLanes(int channel, int group, float[] sums) {
        final int at = dy.at(group) + channel * dy.grid().channelStride();
        kernels.sumLanes(dy.values(0), at, dyPositions, sums, 0);
    }
}
