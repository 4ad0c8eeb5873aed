package handgrad.backend;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The most that was seen of a device: what the speed of an op is a fraction of.
 *
 * @param flopsPerSecond fused multiply-adds on registers, each counted as two operations
 * @param bandwidth reading and writing, by how many bytes it goes through again and again: what fits a cache is faster than memory; ascending, at
 *     least one
 */
public record DevicePeaks(double flopsPerSecond, List<Level> bandwidth) {
    /** Sorts and copies the levels. */
    public DevicePeaks {
        bandwidth = bandwidth.stream()
                .sorted(Comparator.comparingLong(Level::bytes))
                .toList();
    }

    /**
     * Moving numbers within so much memory: the fastest of copying, adding and only reading, as far as a device has them measured.
     *
     * @param bytes how many bytes of memory one thread, or a device that does all together, goes through; source and target together
     * @param bytesPerSecond read and written, of all threads together
     */
    public record Level(long bytes, double bytesPerSecond) {}

    /**
     * The bandwidth for a working set. Where it fits between two that were measured, the faster of the two counts.
     *
     * @param bytes of the working set
     * @return bytes a second
     */
    public double bandwidthOf(long bytes) {
        final long below = bandwidth.stream()
                .mapToLong(Level::bytes)
                .filter(size -> size <= bytes)
                .max()
                .orElse(0);
        return bandwidth.stream()
                .filter(level -> level.bytes() >= below)
                .mapToDouble(Level::bytesPerSecond)
                .max()
                .orElseThrow();
    }

    /**
     * The better of two measurements of a device: whatever disturbs one makes it smaller.
     *
     * @param other has the same levels
     * @return the greater of each two figures
     */
    public DevicePeaks best(DevicePeaks other) {
        return new DevicePeaks(
                Math.max(flopsPerSecond, other.flopsPerSecond),
                IntStream.range(0, bandwidth.size())
                        .mapToObj(i -> new Level(
                                bandwidth.get(i).bytes(),
                                Math.max(
                                        bandwidth.get(i).bytesPerSecond(),
                                        other.bandwidth.get(i).bytesPerSecond())))
                        .toList());
    }
}
