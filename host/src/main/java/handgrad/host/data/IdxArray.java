package handgrad.host.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The content of one IDX file of unsigned bytes.
 *
 * @param file where it was read from
 * @param zipped whether it is stored gzipped
 * @param extents the extents, outermost first: {@code [count, rows, columns]} for images, {@code [count]} for labels
 * @param values the bytes in row-major order, each to be read as 0 … 255; as many as the product of the extents
 * @param sha256 the SHA-256 of the uncompressed file, header included, in lower-case hexadecimal
 */
record IdxArray(Path file, boolean zipped, List<Integer> extents, byte[] values, String sha256) {
    /**
     * The number of samples.
     *
     * @return at least 1
     */
    int count() {
        return extents.getFirst();
    }
}
