package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.layout.IntPlace;

/**
 * Zero skipping for y = x wᵀ + b: the taps that count are the inputs that are not zero in all samples of a batch. A
 * tap whose lanes are all zero leaves each sum as it is, fma(w, ±0, s) = s, so the sums over the others, in the same
 * order, have the same bits. That holds for finite weights and for sums other than −0, which only a bias of −0 or a
 * product that underflows can make: then a zero may have another sign. Each worker finds the taps for itself where
 * the batch has changed.
 */
final class NonzeroTaps {
    private final SeenMasks masks;
    private final int[] offsets;
    private final int[][] inputs;
    private final int[][] lanes;
    private final int[] counts;

    /**
     * The taps of a batch.
     *
     * @param masks which of its elements are not zero
     * @param offsets where the lanes of each input are
     */
    NonzeroTaps(int workers, IntPlace masks, int[] offsets) {
        this.masks = new SeenMasks(workers, masks);
        this.offsets = offsets;
        this.inputs = new int[workers][offsets.length];
        this.lanes = new int[workers][offsets.length];
        this.counts = new int[workers];
    }

    /** The same product over the taps that a worker has found when it is computed. */
    BroadcastTables tables(int worker, BroadcastTables tables) {
        return tables.over(inputs[worker], lanes[worker]);
    }

    /** Finds the taps, and returns how many there are. */
    int find(int worker) {
        if (masks.haveChanged(worker)) {
            int count = 0;
            for (int f = 0; f < offsets.length; f++) {
                if (masks.isNonzero(worker, f)) {
                    inputs[worker][count] = f;
                    lanes[worker][count++] = offsets[f];
                }
            }
            counts[worker] = count;
        }
        return counts[worker];
    }
}
