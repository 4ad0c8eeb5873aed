package handgrad.backend.opencl.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Places arrays in one stretch of memory: those that live at the same time do not overlap, others may.
 */
final class IntervalAllocator {
    private record Block(long offset, long size, int from, int to) {
        boolean livesWith(int otherFrom, int otherTo) {
            return from <= otherTo && otherFrom <= to;
        }
    }

    private final long capacity;
    private final long alignment;
    private final List<Block> blocks = new ArrayList<>();
    private long used;

    /**
     * Memory without arrays.
     *
     * @param capacity how much there is
     * @param alignment what every offset is a multiple of
     */
    IntervalAllocator(long capacity, long alignment) {
        this.capacity = capacity;
        this.alignment = alignment;
    }

    /** The lowest place that is free from one time to another, both included, or empty if there is none. */
    OptionalLong place(long size, int from, int to) {
        final List<Block> alive = blocks.stream()
                .filter(block -> block.livesWith(from, to))
                .sorted(Comparator.comparingLong(Block::offset))
                .toList();
        long offset = 0;
        for (final Block block : alive) {
            if (offset + size <= block.offset()) {
                break;
            }
            offset = Math.max(offset, aligned(block.offset() + block.size()));
        }
        if (offset + size > capacity) {
            return OptionalLong.empty();
        }
        blocks.add(new Block(offset, size, from, to));
        used = Math.max(used, offset + size);
        return OptionalLong.of(offset);
    }

    private long aligned(long offset) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    /** How much was needed. */
    long used() {
        return used;
    }
}
