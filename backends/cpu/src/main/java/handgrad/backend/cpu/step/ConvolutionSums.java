package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ConvolutionWeightTiles;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.WeightSums;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.program.ConvolutionOp;
import handgrad.program.Op;
import java.util.Arrays;
import java.util.List;

/**
 * Sums for the gradients of a convolution over some groups of samples: dw[o, c, u, v] = Σ over groups and positions of
 * dy · x and db[o] = Σ dy, with the 16 lanes kept apart. The weights are in parts for threads to share.
 */
final class ConvolutionSums {
    private final Kernels kernels;
    private final GroupedPlace x;
    private final GroupedPlace dy;
    private final List<WeightSums> parts;
    private final int[] dyPositions;
    private final LanewiseCall[] calls;

    private ConvolutionSums(
            StepContext context, GroupedPlace x, GroupedPlace dy, ConvolutionWeightTiles tiles, int groups) {
        this.kernels = context.kernels();
        this.x = x;
        this.dy = dy;
        this.parts = kernels.weightSums(tiles, groups);
        this.dyPositions = tiles.tables().aTaps();
        final int most =
                parts.stream().mapToInt(part -> part.weights().length).max().orElse(1);
        this.calls = new LanewiseCall[context.workers()];
        Arrays.setAll(calls, _ -> new LanewiseCall(tiles.tables(), most, kernels.weightWorkspace(parts)));
        context.queueWarmUp(KernelUse.Single.SUM_LANES);
    }

    /**
     * The sums of an op.
     *
     * @param groups how many groups are summed at a time, which tells how large a part had better be
     */
    static ConvolutionSums of(StepContext context, Op op, int groups) {
        final GroupedPlace x = context.memory().grouped(op.inputs().getFirst());
        final GroupedPlace dy = context.memory().grouped(op.inputs().getLast());
        final ConvolutionWeightTiles tiles = switch (op) {
            case ConvolutionOp.Conv2dBackwardWeight g -> ConvolutionWeightTiles.of(x.grid(), dy.grid(), g.window());
            case ConvolutionOp.TableConv2dBackwardWeight g ->
                ConvolutionWeightTiles.of(x.grid(), dy.grid(), g.window(), g.table());
            default -> throw new IllegalStateException(op.name() + " is no weight gradient of a convolution");
        };
        return new ConvolutionSums(context, x, dy, tiles, groups);
    }

    /** The number of parts. */
    int parts() {
        return parts.size();
    }

    /** Where the weights of a part lie in dw. */
    int[] weights(int part) {
        return parts.get(part).weights();
    }

    /** The number of output channels, and of biases. */
    int channels() {
        return dy.grid().channels();
    }

    /** Sums the weights of a part over some groups: 16 lanes for each, until the worker's next sums. */
    float[] sumWeights(int worker, int part, int firstGroup, int endGroup) {
        final LanewiseCall call = calls[worker];
        Arrays.fill(call.sums, 0, weights(part).length * GroupLayout.LANES, 0f);
        call.x = x.values(worker);
        call.a = dy.values(worker);
        for (int group = firstGroup; group < endGroup; group++) {
            call.xBase = x.at(group);
            call.aBase = dy.at(group);
            parts.get(part).add(call);
        }
        return call.sums;
    }

    /** Sums the bias of a channel over some groups: 16 lanes, until the worker's next sums. */
    float[] sumBias(int worker, int channel, int firstGroup, int endGroup) {
        final float[] sums = calls[worker].sums;
        Arrays.fill(sums, 0, GroupLayout.LANES, 0f);
        for (int group = firstGroup; group < endGroup; group++) {
            final int at = dy.at(group) + channel * dy.grid().channelStride();
            kernels.sumLanes(dy.values(worker), at, dyPositions, sums, 0);
        }
        return sums;
    }
}
