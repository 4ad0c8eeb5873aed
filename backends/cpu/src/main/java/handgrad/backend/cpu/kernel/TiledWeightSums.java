package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.ConvolutionWeightTiles.Piece;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.ArrayList;
import java.util.List;

/** Some weights of a convolution, summed in tiles of {@link Kernels#lanewise}. */
final class TiledWeightSums implements WeightSums {
    /** Products of 16 lanes in a part: large against the hand-over to a thread, small against the whole. */
    private static final long PART_WORK = 60_000;

    private final Kernels kernels;
    private final List<Piece> pieces;
    private final int[] weights;

    private TiledWeightSums(Kernels kernels, ConvolutionWeightTiles tiles, List<Piece> pieces) {
        this.kernels = kernels;
        this.pieces = pieces;
        this.weights = pieces.stream().flatMapToInt(tiles::weights).toArray();
        pieces.forEach(piece -> kernels.queueWarmUp(new KernelUse.LanewiseTile(piece.shape())));
    }

    /**
     * All weights, in parts for threads to share.
     *
     * @param kernels what computes the tiles
     * @param tiles the tiles
     * @param groups how many groups of samples there are
     */
    static List<WeightSums> of(Kernels kernels, ConvolutionWeightTiles tiles, int groups) {
        final List<WeightSums> parts = new ArrayList<>();
        int first = 0;
        long work = 0;
        for (int t = 0; t < tiles.pieces().size(); t++) {
            final Piece piece = tiles.pieces().get(t);
            work += (long) piece.shape().sums() * (piece.endTap() - piece.firstTap()) * groups;
            if (work >= PART_WORK || t == tiles.pieces().size() - 1) {
                parts.add(new TiledWeightSums(kernels, tiles, tiles.pieces().subList(first, t + 1)));
                first = t + 1;
                work = 0;
            }
        }
        return parts;
    }

    @Override
    public int[] weights() {
        return weights;
    }

    @Override
    public void add(LanewiseCall call) {
        call.sumsAt = 0;
        for (int t = 0; t < pieces.size(); t++) {
            final Piece piece = pieces.get(t);
            kernels.lanewise(call, piece.shape(), piece.row(), piece.position(), piece.firstTap(), piece.endTap());
            call.sumsAt += piece.shape().sums() * GroupLayout.LANES;
        }
    }
}
