package handgrad.host.compare;

import handgrad.host.measure.SweepPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How fast devices are with batches of different sizes.
 *
 * @param series one a device, with the same batch sizes
 * @param crossovers from which batch size on one device stays ahead of another
 */
public record BatchSweep(List<Series> series, List<Crossover> crossovers) {
    /** Copies the lists. */
    public BatchSweep {
        series = List.copyOf(series);
        crossovers = List.copyOf(crossovers);
    }

    /**
     * One device.
     *
     * @param device as {@code --device} takes it
     * @param points by batch size, ascending
     */
    public record Series(String device, List<SweepPoint> points) {
        /** Copies the list. */
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * Which of two devices is ahead with large batches.
     *
     * @param faster the one that is faster with the largest batch
     * @param slower the other
     * @param fromBatch the smallest batch size from which on it is ahead at every size measured; null if it is not
     *     ahead even with the largest, the two being about even there
     */
    public record Crossover(String faster, String slower, Integer fromBatch) {}

    /**
     * Compares every two devices.
     *
     * @param series one a device, with the same batch sizes
     * @return the series with their crossovers
     */
    public static BatchSweep of(List<Series> series) {
        final List<Crossover> crossovers = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            for (int j = i + 1; j < series.size(); j++) {
                crossovers.add(crossover(series.get(i), series.get(j)));
            }
        }
        return new BatchSweep(series, crossovers);
    }

    private static Crossover crossover(Series one, Series other) {
        final int last = one.points().size() - 1;
        final boolean oneWins =
                one.points().get(last).median() <= other.points().get(last).median();
        final Series faster = oneWins ? one : other;
        final Series slower = oneWins ? other : one;
        final int notAhead = IntStream.rangeClosed(0, last)
                .map(i -> last - i)
                .filter(i -> slower.points().get(i).median()
                        < Answer.EVEN * faster.points().get(i).median())
                .findFirst()
                .orElse(-1);
        return new Crossover(
                faster.device(),
                slower.device(),
                notAhead == last ? null : faster.points().get(notAhead + 1).batch());
    }
}
