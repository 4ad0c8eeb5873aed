package handgrad.host.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.host.compare.BatchSweep.Crossover;
import handgrad.host.compare.BatchSweep.Series;
import handgrad.host.measure.SweepPoint;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSweepTest {
    private static Series series(String device, double... seconds) {
        return new Series(
                device,
                IntStream.range(0, seconds.length)
                        .mapToObj(i -> new SweepPoint(1 << i, seconds[i], seconds[i], seconds[i], 1))
                        .toList());
    }

    @Test
    void theOneThatIsAheadInTheEndStaysAheadFromThere() {
        assertEquals(
                List.of(new Crossover("gpu", "cpu", 4)),
                BatchSweep.of(List.of(series("cpu", 1, 2, 4, 8, 16), series("gpu", 3, 3, 3, 3, 4)))
                        .crossovers());
    }

    @Test
    void aLeadThatIsLostAgainDoesNotCount() {
        assertEquals(
                List.of(new Crossover("gpu", "cpu", 8)),
                BatchSweep.of(List.of(series("gpu", 3, 1, 5, 3, 3), series("cpu", 2, 2, 4, 8, 16)))
                        .crossovers());
    }

    /** A lead of less than a twentieth is noise. */
    @Test
    void whereTheyAreEvenInTheEndNobodyIsAhead() {
        assertEquals(
                List.of(new Crossover("cpu", "gpu", null)),
                BatchSweep.of(List.of(series("gpu", 3, 3, 3, 8.3), series("cpu", 1, 2, 4, 8)))
                        .crossovers());
        assertEquals(
                List.of(new Crossover("gpu", "cpu", 8)),
                BatchSweep.of(List.of(series("gpu", 3, 3, 3.9, 6), series("cpu", 1, 2, 4, 8)))
                        .crossovers());
    }

    @Test
    void whoIsAlwaysAheadIsSoFromTheFirst() {
        assertEquals(
                List.of(
                        new Crossover("cpu", "java", 1),
                        new Crossover("cpu", "oracle", 1),
                        new Crossover("java", "oracle", 1)),
                BatchSweep.of(List.of(series("cpu", 1, 1), series("java", 2, 2), series("oracle", 3, 3)))
                        .crossovers());
    }
}
