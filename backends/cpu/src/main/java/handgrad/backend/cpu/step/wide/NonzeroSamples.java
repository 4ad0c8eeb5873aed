package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.IntPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Zero skipping for dw[o, c] = Σ_n dy[n, o] · x[n, c]: the taps that count for a tile of some columns c are the
 * samples n with an element of x that is not zero there. A sample without one leaves each of the tile's sums as it
 * is, fma(dy, ±0, s) = s, and a tile without any sample its weights, w − η · 0 = w; so the updated weights have the
 * bits that all samples would give. That holds for finite dy, and but for the sign of a zero: that of a weight of ±0
 * whose gradient underflows or whose η is negative. Each worker finds the samples for itself where the batch has
 * changed.
 */
final class NonzeroSamples {
    private final Optional<SeenMasks> masks;
    private final int[] dy;
    private final int[] x;
    private final WideColumns columns;
    private final List<Vectors> tiles = new ArrayList<>();
    private final int workers;
    private int[][] counts;
    private int[][] dyTaps;
    private int[][] xTaps;

    /** The vectors of a tile, from {@code first} to {@code end - 1}. */
    private record Vectors(int first, int end) {}

    /**
     * The samples of a batch.
     *
     * @param masks which elements of x are not zero, or empty to take all samples
     * @param dy for each sample where its gradient begins in dy
     * @param x for each sample where it begins in x
     * @param columns how the columns are cut into vectors
     */
    NonzeroSamples(int workers, Optional<IntPlace> masks, int[] dy, int[] x, WideColumns columns) {
        this.workers = workers;
        this.masks = masks.map(place -> new SeenMasks(workers, place));
        this.dy = dy;
        this.x = x;
        this.columns = columns;
    }

    /** Adds a tile of the vectors from {@code first} to {@code end - 1}, and returns its first tap. */
    int add(int first, int end) {
        // Without masks all tiles have the same taps.
        final Vectors tile = masks.isPresent() ? new Vectors(first, end) : new Vectors(0, 0);
        if (!tiles.contains(tile)) {
            tiles.add(tile);
        }
        return tiles.indexOf(tile) * dy.length;
    }

    /** Allocates the taps, after all tiles have been added. */
    void allocate() {
        final int taps = tiles.size() * dy.length;
        counts = new int[workers][tiles.size()];
        dyTaps = new int[workers][taps];
        xTaps = new int[workers][taps];
        if (masks.isEmpty()) {
            for (int worker = 0; worker < workers; worker++) {
                Arrays.fill(counts[worker], dy.length);
                dyTaps[worker] = dy;
                xTaps[worker] = x;
            }
        }
    }

    /** The same product over the taps that a worker has found when it is computed. */
    BroadcastTables tables(int worker, BroadcastTables tables) {
        return tables.over(dyTaps[worker], xTaps[worker]);
    }

    /** Finds the samples, before {@link #endTap} is asked. */
    void find(int worker) {
        if (masks.isPresent() && masks.get().haveChanged(worker)) {
            for (int tile = 0; tile < tiles.size(); tile++) {
                counts[worker][tile] = find(worker, tiles.get(tile), tile * dy.length);
            }
        }
    }

    private int find(int worker, Vectors tile, int firstTap) {
        int tap = firstTap;
        for (int group = 0; group < GroupLayout.groups(dy.length); group++) {
            int any = 0;
            for (int v = tile.first; v < tile.end; v++) {
                any |= masks.get().any(worker, group, columns.firsts()[v], columns.ends()[v]);
            }
            for (int l = 0; l < GroupLayout.samples(dy.length, group); l++) {
                if ((any >> l & 1) != 0) {
                    dyTaps[worker][tap] = dy[group * GroupLayout.LANES + l];
                    xTaps[worker][tap++] = x[group * GroupLayout.LANES + l];
                }
            }
        }
        return tap - firstTap;
    }

    /** The tap after a tile's last, which is its first if the tile has nothing to add. */
    int endTap(int worker, int firstTap) {
        return firstTap + counts[worker][firstTap / dy.length];
    }
}
