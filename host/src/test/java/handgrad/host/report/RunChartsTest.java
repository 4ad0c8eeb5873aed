package handgrad.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.settings.RunLog;
import handgrad.host.training.EpochResult;
import handgrad.host.training.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The charts of long, short and failed runs. */
class RunChartsTest {
    @TempDir
    private Path parent;

    private RunFolder folder;
    private final List<String> lines = new ArrayList<>();
    private final RunLog log = new RunLog() {
        @Override
        public void warning(String line) {
            lines.add(line);
        }

        @Override
        public void note(String line) {
            lines.add(line);
        }

        @Override
        public void detail(String line) {
            lines.add(line);
        }
    };

    @BeforeEach
    void useTheFolder() {
        folder = new RunFolder(parent, List.of());
    }

    private static EpochResult epoch(int number, Float... losses) {
        return new EpochResult(
                number, 1, 0.5, new Measure(1.25, 0.5), new Measure(1.5, 0.25), List.of(losses), OptionalInt.empty());
    }

    @Test
    void chartsAreDrawnOfWhateverThereIs() throws IOException {
        final RunCharts charts = new RunCharts("a run");

        assertEquals(List.of(), charts.draw(folder, List.of(), List.of(Float.NaN), log));
        assertEquals(List.of(folder.lossChart()), charts.draw(folder, List.of(), List.of(2f, Float.NaN), log));
        assertEquals(
                List.of(folder.lossChart(), folder.accuracyChart()),
                charts.draw(folder, List.of(epoch(1, 2f, 0f, 1e-9f)), List.of(), log));
        assertEquals(List.of(), lines);
        assertEquals(1200, ImageIO.read(folder.lossChart().toFile()).getWidth());
    }

    /** More steps than the picture has pixels, over a range that needs a logarithmic axis. */
    @Test
    void longRunsAreDrawnToo() {
        final Float[] losses = new Float[100_003];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = (float) (2 * Math.exp(-i / 2e4));
        }

        assertEquals(
                2,
                new RunCharts("long")
                        .draw(folder, List.of(epoch(1, losses)), List.of(), log)
                        .size());
        assertEquals(List.of(), lines);
    }
}
