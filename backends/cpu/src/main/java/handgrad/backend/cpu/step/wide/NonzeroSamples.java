package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.IntPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The taps of dw[o, c] = Σ_n dy[n, o] x[n, c] that count, for tiles of some columns c: the samples n with an element of x that is not zero there. A sample
 * without one leaves each of the tile's sums as it is, fma(dy, ±0, s) = s, and a tile without any sample its weights, w − η · 0 = w; so the
 * updated weights have the bits that all samples would give. That holds for finite dy, and but for the sign of a zero: that of a
 * weight of ±0 whose gradient underflows or whose η is negative. Each worker finds the samples for itself where the batch has changed.
 */
final class NonzeroSamples {
    private final Optional<IntPlace> masks;
    private final int[] dy;
    private final int[] x;
    private final WideUpdate.Columns columns;
    private final List<List<Integer>> tiles = new ArrayList<>();

    /** What a worker has found, and in which masks. */
    private record Found(int[] masks, int[] counts, int[] dy, int[] x) {}

    private Found[] found = {};

    /**
     * The samples of a batch.
     *
     * @param masks which elements of x are not zero, if it is worth asking
     * @param dy where each sample's scalars are in dy
     * @param x where each sample's row begins in x
     * @param columns what a position is
     */
    NonzeroSamples(Optional<IntPlace> masks, int[] dy, int[] x, WideUpdate.Columns columns) {
        this.masks = masks;
        this.dy = dy;
        this.x = x;
        this.columns = columns;
    }

    /**
     * Takes note of a tile.
     *
     * @param vectors the numbers of the tile's vectors in {@link WideUpdate.Columns}
     * @return the number of the tile's first tap in {@link #of}; tiles of the same vectors share their taps
     */
    int firstTap(List<Integer> vectors) {
        final List<Integer> tile = masks.isPresent() ? vectors : List.of();
        if (!tiles.contains(tile)) {
            tiles.add(tile);
        }
        return tiles.indexOf(tile) * dy.length;
    }

    /** Makes room for what workers find, when all tiles have been noted. */
    void noted(int workers) {
        final int taps = tiles.size() * dy.length;
        found = new Found[workers];
        for (int worker = 0; worker < workers; worker++) {
            found[worker] = new Found(
                    new int[masks.map(place -> place.values(0).length).orElse(0)],
                    new int[tiles.size()],
                    new int[taps],
                    new int[taps]);
            if (masks.isEmpty()) {
                Arrays.fill(found[worker].counts, dy.length);
                for (int at = 0; at < taps; at += dy.length) {
                    System.arraycopy(dy, 0, found[worker].dy, at, dy.length);
                    System.arraycopy(x, 0, found[worker].x, at, dy.length);
                }
            }
        }
    }

    /** The product over these taps, whatever they are when it is computed, for one worker. */
    BroadcastTables of(int worker, BroadcastTables tables) {
        return tables.over(found[worker].dy, found[worker].x);
    }

    /** Finds the samples, before {@link #endTap} is asked. */
    void find(int worker) {
        if (masks.isPresent()) {
            final Found mine = found[worker];
            final int[] now = masks.get().values(0);
            if (!Arrays.equals(now, mine.masks)) {
                System.arraycopy(now, 0, mine.masks, 0, now.length);
                for (int t = 0; t < mine.counts.length; t++) {
                    mine.counts[t] = find(mine, tiles.get(t), t * dy.length);
                }
            }
        }
    }

    private int find(Found mine, List<Integer> vectors, int firstTap) {
        final int inputs = masks.orElseThrow().groupInts();
        int tap = firstTap;
        for (int group = 0; group * GroupLayout.LANES < dy.length; group++) {
            int any = 0;
            for (int v = 0; v < vectors.size(); v++) {
                final int vector = vectors.get(v);
                for (int c = columns.firsts()[vector]; c < columns.ends()[vector]; c++) {
                    any |= mine.masks[group * inputs + c];
                }
            }
            final int samples = GroupLayout.samples(dy.length, group);
            for (int l = 0; l < samples; l++) {
                if ((any >> l & 1) != 0) {
                    mine.dy[tap] = dy[group * GroupLayout.LANES + l];
                    mine.x[tap++] = x[group * GroupLayout.LANES + l];
                }
            }
        }
        return tap - firstTap;
    }

    /** The tap after a tile's last, which is its first if the tile has nothing to add. */
    int endTap(int worker, int firstTap) {
        return firstTap + found[worker].counts[firstTap / dy.length];
    }
}
