package handgrad.host.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The weight gradient of a convolution: dw[o, c, u, v] is a sum over groups, positions and lanes of dy · x. A tile takes some output channels and
 * some columns of one kernel row; its 16 lanes are added up once, at the end. A last group that is not full is summed apart, so that its
 * unused lanes never reach the result.
 */
final class ConvolutionWeightStep implements BlockStep {
    /** Some tiles' worth of multiplications a block: large against the hand-over, small against the whole. */
    private static final long BLOCK_WORK = 60_000;

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
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        this.db = db;
        this.weightRowStride = tiles.weightRowStride();
        this.pieces = tiles.pieces();
        this.blockStarts = blockStarts(pieces, Grid.groups(batch));
        this.dyPositions = tiles.tables().aTaps();
        this.calls = IntStream.range(0, workers)
                .mapToObj(_ -> new DualCall(tiles.tables(), 1))
                .toArray(DualCall[]::new);
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
    public int blocks() {
        // The last block is the bias gradient.
        return blockStarts.length;
    }

    @Override
    public void run(int worker, int block) {
        if (block == blockStarts.length - 1) {
            biasGradient(calls[worker].sums);
        } else {
            for (int t = blockStarts[block]; t < blockStarts[block + 1]; t++) {
                weightGradient(calls[worker], pieces.get(t));
            }
        }
    }

    private void weightGradient(DualCall call, Piece piece) {
        call.x = x.values(0);
        call.a = dy.values(0);
        final int rows = piece.shape().rows();
        final int positions = piece.shape().positions();
        final int full = batch / Grid.LANES;
        final int rest = batch % Grid.LANES;
        final float[] sums = call.sums;
        if (full > 0) {
            Arrays.fill(sums, 0f);
            for (int g = 0; g < full; g++) {
                multiply(call, piece, g);
            }
        }
        final float[] result = dw.values;
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < positions; p++) {
                result[at(piece, r) + p] = full > 0 ? Lanes.sum(sums, (r * positions + p) * Grid.LANES) : 0f;
            }
        }
        if (rest > 0) {
            Arrays.fill(sums, 0f);
            multiply(call, piece, full);
            for (int r = 0; r < rows; r++) {
                for (int p = 0; p < positions; p++) {
                    result[at(piece, r) + p] += Lanes.sum(sums, (r * positions + p) * Grid.LANES, rest);
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            weightEpilogue.apply(at(piece, r), positions);
        }
    }

    private int at(Piece piece, int row) {
        return (piece.row() + row) * weightRowStride + piece.position();
    }

    private void multiply(DualCall call, Piece piece, int group) {
        call.xBase = x.at(group);
        call.aBase = dy.at(group);
        kernels.dual(call, piece.shape(), piece.row(), piece.position(), piece.firstTap(), piece.endTap());
    }

    private void biasGradient(float[] sums) {
        final int groups = Grid.groups(batch);
        for (int o = 0; o < dy.grid().channels(); o++) {
            float total = 0f;
            Arrays.fill(sums, 0, Grid.LANES, 0f);
            for (int g = 0; g < groups; g++) {
                final int samples = Grid.samples(batch, g);
                if (samples < Grid.LANES) {
                    total = Lanes.sum(sums, 0);
                    Arrays.fill(sums, 0, Grid.LANES, 0f);
                }
                kernels.sumLanes(dy.values(0), dy.at(g) + o * dy.grid().channelStride(), dyPositions, sums, 0);
                if (g == groups - 1) {
                    total += Lanes.sum(sums, 0, samples);
                }
            }
            db.values[o] = total;
        }
        biasEpilogue.apply(0, dy.grid().channels());
    }
}
