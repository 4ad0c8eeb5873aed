package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.layout.IntPlace;
import java.util.Arrays;

/**
 * The taps of y = x wᵀ + b that count: the inputs that are not zero in all samples of a batch. A tap whose lanes are all zero leaves each sum as it is,
 * fma(w, ±0, s) = s, so the sums over the others, in the same order, have the same bits. That holds for weights that are finite, and for sums other
 * than −0, which only a bias of −0 or a product that underflows can make: then a zero may have another sign. Each worker finds the taps for itself
 * where the batch has changed.
 */
final class NonzeroTaps {
    private final IntPlace masks;
    private final int[] offsets;
    private final Found[] found;

    /** What a worker has found, and in which masks: of no input at first, where there are none. */
    private static final class Found {
        private final int[] masks;
        private final int[] inputs;
        private final int[] lanes;
        private int count;

        private Found(int masks, int inputs) {
            this.masks = new int[masks];
            this.inputs = new int[inputs];
            this.lanes = new int[inputs];
        }
    }

    /**
     * The taps of a batch.
     *
     * @param masks which of its elements are not zero
     * @param offsets where the lanes of each input are
     */
    NonzeroTaps(int workers, IntPlace masks, int[] offsets) {
        this.masks = masks;
        this.offsets = offsets;
        this.found = new Found[workers];
        Arrays.setAll(found, _ -> new Found(masks.values(0).length, offsets.length));
    }

    /** The product over these taps, whatever they are when it is computed, for one worker. */
    BroadcastTables of(int worker, BroadcastTables tables) {
        return tables.over(found[worker].inputs, found[worker].lanes);
    }

    /** Finds the taps. */
    int count(int worker) {
        final Found mine = found[worker];
        final int[] now = masks.values(0);
        if (!Arrays.equals(now, mine.masks)) {
            System.arraycopy(now, 0, mine.masks, 0, now.length);
            mine.count = find(now, mine.inputs, mine.lanes);
        }
        return mine.count;
    }

    private int find(int[] now, int[] inputs, int[] lanes) {
        int count = 0;
        for (int f = 0; f < offsets.length; f++) {
            int any = 0;
            for (int at = f; at < now.length; at += offsets.length) {
                any |= now[at];
            }
            if (any != 0) {
                inputs[count] = f;
                lanes[count++] = offsets[f];
            }
        }
        return count;
    }
}
