package handgrad.host.backend.cpu;

import java.util.Arrays;
import java.util.List;

/**
 * The weight and bias gradients of a convolution for one group of samples, a part of a {@link PartialGradient}:
 * dw[o, c, u, v] = Σ over the positions and the lanes of dy · x, db[o] = Σ dy. A tile takes some output channels and some columns of one kernel
 * row; its lanes, but for those that a group which is not full does not use, are added up at the end.
 */
final class ConvolutionPartialStep implements SampleStep {
    private final Kernels kernels;
    private final int batch;
    private final GroupedPlace x;
    private final GroupedPlace dy;
    private final FloatStore partial;
    private final int stride;
    private final int weights;
    private final int weightRowStride;
    private final List<ConvolutionWeightStep.Piece> pieces;
    private final int[] dyPositions;
    private final DualCall[] calls;

    /**
     * A step.
     *
     * @param partial receives for each group dw, then db
     */
    ConvolutionPartialStep(
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
        this.weightRowStride = tiles.weightRowStride();
        this.pieces = tiles.pieces();
        this.dyPositions = tiles.tables().aTaps();
        this.calls = new DualCall[workers];
        Arrays.setAll(calls, _ -> new DualCall(tiles.tables(), 1));
        pieces.forEach(piece -> kernels.expect(new KernelUse.DualTile(piece.shape())));
        kernels.expect(KernelUse.Single.SUM_LANES);
    }

    @Override
    public void run(int worker, int group) {
        final DualCall call = calls[worker];
        call.x = x.values(worker);
        call.xBase = x.at(group);
        call.a = dy.values(worker);
        call.aBase = dy.at(group);
        final int samples = Grid.samples(batch, group);
        final int to = group * stride;
        for (int t = 0; t < pieces.size(); t++) {
            addUp(call, pieces.get(t), samples, to);
        }
        for (int o = 0; o < dy.grid().channels(); o++) {
            Arrays.fill(call.sums, 0, Grid.LANES, 0f);
            kernels.sumLanes(call.a, call.aBase + o * dy.grid().channelStride(), dyPositions, call.sums, 0);
            partial.values[to + weights + o] = Lanes.sum(call.sums, 0, samples);
        }
    }

    private void addUp(DualCall call, ConvolutionWeightStep.Piece piece, int samples, int to) {
        final int rows = piece.shape().rows();
        final int positions = piece.shape().positions();
        Arrays.fill(call.sums, 0, rows * positions * Grid.LANES, 0f);
        kernels.dual(call, piece.shape(), piece.row(), piece.position(), piece.firstTap(), piece.endTap());
        int from = 0;
        for (int r = 0; r < rows; r++) {
            final int at = to + (piece.row() + r) * weightRowStride + piece.position();
            for (int p = 0; p < positions; p++) {
                partial.values[at + p] = Lanes.sum(call.sums, from, samples);
                from += Grid.LANES;
            }
        }
    }
}
