package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.layout.IntPlace;
import java.util.Arrays;

/**
 * Which elements of a batch are not zero, an int of 16 bits for each element of a group of samples, as each worker has
 * seen it last.
 */
final class SeenMasks {
    private final IntPlace masks;
    private final int[][] seen;

    /** The masks, of which no worker has seen any: they would all be 0. */
    SeenMasks(int workers, IntPlace masks) {
        this.masks = masks;
        this.seen = new int[workers][masks.values(0).length];
    }

    /** Looks at the masks, and returns whether they are others than a worker has seen last. */
    boolean haveChanged(int worker) {
        final int[] now = masks.values(0);
        if (Arrays.equals(now, seen[worker])) {
            return false;
        }
        System.arraycopy(now, 0, seen[worker], 0, now.length);
        return true;
    }

    /** For some elements f of all groups: the bits of the masks of any of them, for each group's samples. */
    int any(int worker, int group, int first, int end) {
        final int from = group * masks.groupInts();
        int any = 0;
        for (int f = first; f < end; f++) {
            any |= seen[worker][from + f];
        }
        return any;
    }

    /** Whether element f is not zero in some sample of any group. */
    boolean isNonzero(int worker, int f) {
        int any = 0;
        for (int at = f; at < seen[worker].length; at += masks.groupInts()) {
            any |= seen[worker][at];
        }
        return any != 0;
    }
}
