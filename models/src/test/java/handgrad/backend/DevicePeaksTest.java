package handgrad.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.backend.DevicePeaks.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicePeaksTest {
    private static final DevicePeaks PEAKS = new DevicePeaks(
            100, List.of(new Level(1000, 10), new Level(10, 50), new Level(100, 60), new Level(10_000, 2)));

    /** Between two sizes the faster one counts, even if noise makes the larger size faster. */
    @Test
    void theBandwidthOfAWorkingSet() {
        assertEquals(60, PEAKS.bandwidthOf(1));
        assertEquals(60, PEAKS.bandwidthOf(10));
        assertEquals(60, PEAKS.bandwidthOf(999));
        assertEquals(10, PEAKS.bandwidthOf(1000));
        assertEquals(10, PEAKS.bandwidthOf(9999));
        assertEquals(2, PEAKS.bandwidthOf(1_000_000));
    }

    @Test
    void theBestOfTwo() {
        assertEquals(
                new DevicePeaks(7, List.of(new Level(10, 5), new Level(20, 4))),
                new DevicePeaks(6, List.of(new Level(10, 5), new Level(20, 3)))
                        .best(new DevicePeaks(7, List.of(new Level(10, 1), new Level(20, 4)))));
    }
}
