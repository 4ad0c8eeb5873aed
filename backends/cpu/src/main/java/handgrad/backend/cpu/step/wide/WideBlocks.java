package handgrad.backend.cpu.step.wide;

import java.util.stream.IntStream;

/** Cuts the rows or columns of wide weights into blocks. */
final class WideBlocks {
    /** The last this many full blocks are split in half, so that no thread waits long for another's last block. */
    private static final int HALVED = 2;

    private WideBlocks() {}

    /** Where blocks of {@code block} rows or columns begin, and the count: the last may have fewer. */
    static int[] even(int count, int block) {
        return IntStream.rangeClosed(0, Math.ceilDiv(count, block))
                .map(b -> Math.min(count, b * block))
                .toArray();
    }

    /**
     * Where blocks begin, the last of which are halves.
     *
     * @param count how many rows or columns there are
     * @param block how many of them make a block
     * @return the first of each block, and the count
     */
    static int[] starts(int count, int block) {
        final int whole = Math.max(0, count / block - HALVED);
        final int half = Math.max(1, block / 2);
        final int halves = Math.ceilDiv(count - whole * block, half);
        return IntStream.concat(
                        IntStream.range(0, whole).map(b -> b * block),
                        IntStream.rangeClosed(0, halves).map(h -> Math.min(count, whole * block + h * half)))
                .toArray();
    }
}
