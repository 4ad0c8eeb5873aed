package handgrad.host.safetensors;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A header whose parts are each well formed.
 *
 * @param metadata the texts, in the header's order
 * @param entries the tensors, in the header's order, each name once
 */
record Header(Map<String, String> metadata, List<TensorEntry> entries) {
    /**
     * The largest header that the reference implementation reads, in bytes ({@code MAX_HEADER_SIZE} in its tensor.rs).
     */
    static final long MAX_BYTES = 100_000_000;

    /** The tensors by the position of their data; an empty one precedes the one at the same position. */
    List<TensorEntry> inDataOrder() {
        return entries.stream()
                .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
                .toList();
    }

    /**
     * Checks the tensors against each other and the file: each fills its bytes, and together they cover all of them
     * once.
     *
     * @param dataBytes the number of bytes that follow the header
     * @throws MalformedFile at the first thing that is not so
     */
    void checkLayout(long dataBytes) {
        for (final TensorEntry entry : entries) {
            checkOffsets(entry, dataBytes);
            checkSize(entry);
        }
        long covered = 0;
        Optional<TensorEntry> previous = Optional.empty();
        for (final TensorEntry entry : inDataOrder()) {
            if (entry.begin() > covered) {
                throw new MalformedFile("%s begins at byte %d of the data, which leaves a gap of %d bytes after %s"
                        .formatted(entry, entry.begin(), entry.begin() - covered, name(previous)));
            }
            if (entry.begin() < covered) {
                throw new MalformedFile("%s begins at byte %d of the data and overlaps %s, which ends at %d"
                        .formatted(entry, entry.begin(), name(previous), covered));
            }
            covered = entry.end();
            previous = Optional.of(entry);
        }
        if (covered < dataBytes) {
            throw new MalformedFile("%d bytes at the end belong to no tensor".formatted(dataBytes - covered));
        }
    }

    private static String name(Optional<TensorEntry> previous) {
        return previous.map(TensorEntry::toString).orElse("the start of the data");
    }

    private static void checkOffsets(TensorEntry entry, long dataBytes) {
        if (entry.end() < entry.begin()) {
            throw new MalformedFile("the data_offsets of %s end before they begin: [%d, %d]"
                    .formatted(entry, entry.begin(), entry.end()));
        }
        if (entry.end() > dataBytes) {
            throw new MalformedFile("%s ends at byte %d of the data, but the file has only %d; it may be cut short"
                    .formatted(entry, entry.end(), dataBytes));
        }
    }

    private static void checkSize(TensorEntry entry) {
        long needed = entry.type().bytes();
        try {
            for (final long dimension : entry.dimensions()) {
                needed = Math.multiplyExact(needed, dimension);
            }
        } catch (final ArithmeticException overflow) {
            throw new MalformedFile(
                    "the shape of %s, %s, has more bytes than can be counted".formatted(entry, entry.dimensions()));
        }
        if (needed != entry.bytes()) {
            throw new MalformedFile("%s of type %s and shape %s needs %d bytes, but its data_offsets hold %d"
                    .formatted(entry, entry.type(), entry.dimensions(), needed, entry.bytes()));
        }
        // Some virtual machines cannot make an array of the very largest lengths.
        if (entry.count() > Integer.MAX_VALUE - 8) {
            throw new MalformedFile("%s has %d values, more than an array can hold".formatted(entry, entry.count()));
        }
    }
}
