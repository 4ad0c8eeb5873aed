package handgrad.backend;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The measured peak performance of a device, which the speed of an op is compared with.
 *
 * @param flopsPerSecond floating-point operations a second, from fused multiply-adds on registers, counted as two each
 * @param bandwidth bandwidth by size of the working set, ascending, at least one: a set that fits a cache is
 *     faster
 */
public record DevicePeaks(double flopsPerSecond, List<Level> bandwidth) {
    /** Sorts and copies the levels. */
    public DevicePeaks {
        bandwidth = bandwidth.stream()
                .sorted(Comparator.comparingLong(Level::bytes))
                .toList();
    }

    /**
     * The bandwidth of one working-set size: the fastest of copying, adding and reading, where measured.
     *
     * @param bytes size of the working set, source and target together, of each thread or of the whole device
     * @param bytesPerSecond bytes read and written, summed over all threads
     */
    public record Level(long bytes, double bytesPerSecond) {}

    /**
     * The bandwidth for a working set. Between two measured sizes, the faster one counts.
     *
     * @param bytes size of the working set
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
     * The maximum of two measurements of a device, since any disturbance only lowers a measurement.
     *
     * @param other a measurement with the same levels
     * @return the larger of each pair of figures
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
