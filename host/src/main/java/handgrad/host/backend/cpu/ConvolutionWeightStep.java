package handgrad.host.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weight gradient of a convolution: dw[o, c, u, v] is a sum over groups, positions and lanes of dy · x. A tile takes some output channels and
 * some columns of one kernel row; its 16 lanes are added up at the end. The groups but the last are summed first, early; the last group is
 * summed apart, so that the unused lanes of one that is not full never reach the result.
 */
final class ConvolutionWeightStep implements BlockStep {
    /** Some tiles' worth of multiplications a block, in vectors: large against the hand-over, small against the whole. */
    private static final long BLOCK_WORK = 60_000;

    private static final int TILE_SUMS = Tiling.LARGEST_TILE * Grid.LANES;

    /**
     * A tile.
     *
     * @param shape output channels × kernel columns
     * @param row the first output channel
     * @param position the first kernel element, numbered as the weights are
     * @param firstTap the first position of dy whose window's row is inside the image
     * @param endTap the position after the last
     */
    record Piece(Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {}

    private final Kernels kernels;
    private final int batch;
    private final int lastGroup;
    private final GroupedPlace x;
    private final GroupedPlace dy;
    private final FloatStore dw;
    private final FloatStore db;
    private final int weightRowStride;
    private final List<Piece> pieces;
    private final int[] blockStarts;
    private final int[] dyPositions;
    private final DualCall[] calls;
    private final Epilogue weightEpilogue;
    private final Epilogue biasEpilogue;

    ConvolutionWeightStep(
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
        this.lastGroup = Grid.groups(batch) - 1;
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        this.db = db;
        this.weightRowStride = tiles.weightRowStride();
        this.pieces = tiles.pieces();
        pieces.forEach(piece -> kernels.expect(new KernelUse.DualTile(piece.shape())));
        kernels.expect(KernelUse.Single.SUM_LANES);
        this.blockStarts = blockStarts(pieces, lastGroup + 1);
        this.dyPositions = tiles.tables().aTaps();
        int most = 1;
        for (int block = 0; block < blockStarts.length - 1; block++) {
            most = Math.max(most, blockStarts[block + 1] - blockStarts[block]);
        }
        final int tilesAtOnce = most;
        this.calls = new DualCall[workers];
        Arrays.setAll(calls, _ -> new DualCall(tiles.tables(), tilesAtOnce));
        this.weightEpilogue = weightEpilogue;
        this.biasEpilogue = biasEpilogue;
    }

    private static int[] blockStarts(List<Piece> pieces, int groups) {
        final List<Integer> starts = new ArrayList<>(List.of(0));
        long work = 0;
        for (int t = 0; t < pieces.size(); t++) {
            final Piece piece = pieces.get(t);
            work += (long) piece.shape().rows()
                    * piece.shape().positions()
                    * (piece.endTap() - piece.firstTap())
                    * groups;
            if (work >= BLOCK_WORK || t == pieces.size() - 1) {
                starts.add(t + 1);
                work = 0;
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int earlyBlocks() {
        return lastGroup > 0 ? blockStarts.length - 1 : 0;
    }

    @Override
    public void runEarly(int worker, int block) {
        final DualCall call = calls[worker];
        multiply(call, block, 0, lastGroup);
        for (int t = blockStarts[block]; t < blockStarts[block + 1]; t++) {
            final Piece piece = pieces.get(t);
            int from = (t - blockStarts[block]) * TILE_SUMS;
            for (int r = 0; r < piece.shape().rows(); r++) {
                for (int p = 0; p < piece.shape().positions(); p++) {
                    dw.values[at(piece, r) + p] = Lanes.sum(call.sums, from);
                    from += Grid.LANES;
                }
            }
        }
    }

    @Override
    public int blocks() {
        // The last block is the bias gradient.
        return blockStarts.length;
    }

    @Override
    public void run(int worker, int block) {
        if (block == blockStarts.length - 1) {
            biasGradient(calls[worker].sums);
            return;
        }
        final DualCall call = calls[worker];
        final int samples = Grid.samples(batch, lastGroup);
        multiply(call, block, lastGroup, lastGroup + 1);
        for (int t = blockStarts[block]; t < blockStarts[block + 1]; t++) {
            final Piece piece = pieces.get(t);
            int from = (t - blockStarts[block]) * TILE_SUMS;
            for (int r = 0; r < piece.shape().rows(); r++) {
                for (int p = 0; p < piece.shape().positions(); p++) {
                    final float last = Lanes.sum(call.sums, from, samples);
                    final int to = at(piece, r) + p;
                    dw.values[to] = lastGroup > 0 ? dw.values[to] + last : last;
                    from += Grid.LANES;
                }
                weightEpilogue.apply(at(piece, r), piece.shape().positions());
            }
        }
    }

    private int at(Piece piece, int row) {
        return (piece.row() + row) * weightRowStride + piece.position();
    }

    /** The sums of a block's tiles over some groups; a group goes through all tiles while it is in the cache. */
    private void multiply(DualCall call, int block, int firstGroup, int endGroup) {
        final int first = blockStarts[block];
        final int end = blockStarts[block + 1];
        Arrays.fill(call.sums, 0, (end - first) * TILE_SUMS, 0f);
        call.x = x.values(0);
        call.a = dy.values(0);
        for (int group = firstGroup; group < endGroup; group++) {
            call.xBase = x.at(group);
            call.aBase = dy.at(group);
            for (int t = first; t < end; t++) {
                final Piece piece = pieces.get(t);
                call.sumsAt = (t - first) * TILE_SUMS;
                kernels.dual(call, piece.shape(), piece.row(), piece.position(), piece.firstTap(), piece.endTap());
            }
        }
    }

    private void biasGradient(float[] sums) {
        final int samples = Grid.samples(batch, lastGroup);
        for (int o = 0; o < dy.grid().channels(); o++) {
            Arrays.fill(sums, 0, Grid.LANES, 0f);
            for (int group = 0; group < lastGroup; group++) {
                addLanes(o, group, sums);
            }
            final float most = Lanes.sum(sums, 0);
            Arrays.fill(sums, 0, Grid.LANES, 0f);
            addLanes(o, lastGroup, sums);
            db.values[o] = most + Lanes.sum(sums, 0, samples);
        }
        biasEpilogue.apply(0, dy.grid().channels());
    }

    private void addLanes(int channel, int group, float[] sums) {
        final int at = dy.at(group) + channel * dy.grid().channelStride();
        kernels.sumLanes(dy.values(0), at, dyPositions, sums, 0);
    }
}
