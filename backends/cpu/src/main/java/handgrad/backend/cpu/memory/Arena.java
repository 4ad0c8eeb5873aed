package handgrad.backend.cpu.memory;

import java.util.ArrayList;
import java.util.List;

/** Places in one array, by lifetime: two tensors that are in use at the same time never share an element. */
final class Arena {
    /** A cache line: places begin on one. */
    private static final int ALIGNMENT = 16;

    private final List<Span> spans = new ArrayList<>();
    private int size;

    private record Span(int from, int end, int firstUse, int lastUse) {}

    /**
     * Finds the lowest place that is free from the first use to the last.
     *
     * @param length how many elements
     * @param firstUse the node that writes them first
     * @param lastUse the node that reads them last
     * @return where they begin
     */
    int allocate(int length, int firstUse, int lastUse) {
        int from = 0;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (final Span span : spans) {
                final boolean sameTime = span.firstUse <= lastUse && firstUse <= span.lastUse;
                if (sameTime && span.from < from + length && from < span.end) {
                    from = span.end;
                    moved = true;
                }
            }
        }
        final int end = from + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        spans.add(new Span(from, end, firstUse, lastUse));
        size = Math.max(size, end);
        return from;
    }

    /** The elements needed in all. */
    int size() {
        return size;
    }
}
