package handgrad.host.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.host.measure.StepTimes.Stretch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTimesTest {
    /** {@code numpy.percentile([1, 2, 4, 8, 16], [50, 10, 90])} is 4, 1.4, 12.8. */
    @Test
    void quantilesAsNumpyHasThem() {
        final StepTimes times = StepTimes.of(List.of(
                new Stretch(1, 8), new Stretch(2, 2), new Stretch(4, 16), new Stretch(8, 128), new Stretch(8, 16)));

        assertEquals(4, times.median(), 1e-12);
        assertEquals(1.4, times.p10(), 1e-12);
        assertEquals(12.8, times.p90(), 1e-12);
        assertEquals(5, times.samples());
        assertEquals(8, times.stepsPerSample());
    }

    @Test
    void oneStretchIsItsOwnMedian() {
        assertEquals(new StepTimes(0.5, 0.5, 0.5, 1, 4), StepTimes.of(List.of(new Stretch(4, 2))));
    }

    @Test
    void peakMemoryAsLinuxTellsIt(@TempDir Path folder) throws IOException {
        final Path status = folder.resolve("status");
        Files.writeString(status, "Name:\tjava\nVmPeak:\t 9000 kB\nVmHWM:\t  612345 kB\nVmRSS:\t 100 kB\n");

        assertEquals(OptionalLong.of(612_345L * 1024), PeakMemory.resident(status));
        Files.writeString(status, "VmHWM:\tmuch kB\n");
        assertEquals(OptionalLong.empty(), PeakMemory.resident(status));
        assertEquals(OptionalLong.empty(), PeakMemory.resident(folder.resolve("missing")));
    }
}
