package handgrad.host.run;

import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import handgrad.host.training.EpochResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;

/**
 * Draws a run's pictures.
 *
 * @param title what both are headed with
 */
record RunCharts(String title) {
    /**
     * Draws the loss over the steps and the accuracy over the epochs. A picture that cannot be drawn is told of, and no reason for the run to
     * fail: the tables have the figures.
     *
     * @param folder where the pictures go
     * @param epochs each epoch that ended well
     * @param unfinished the losses of the steps of one that did not, or none
     * @param log hears of a picture that could not be drawn
     * @return the files that were written
     */
    List<Path> draw(RunFolder folder, List<EpochResult> epochs, List<Float> unfinished, RunLog log) {
        final List<Path> written = new ArrayList<>();
        final LossChart loss = new LossChart(title + ": loss", epochs, unfinished);
        if (loss.hasPoints()) {
            drawOne(folder.lossChart(), loss::chart, log, written);
        }
        if (!epochs.isEmpty()) {
            drawOne(folder.accuracyChart(), () -> AccuracyChart.of(title + ": accuracy", epochs), log, written);
        }
        return written;
    }

    /**
     * Java's fonts fail in many ways where the system has none: as a missing native library, as an internal error, as a null inside the font
     * manager.
     */
    private static void drawOne(Path file, Supplier<XYChart> chart, RunLog log, List<Path> written) {
        final byte[] picture;
        try {
            picture = ChartEncoder.getBytes(chart.get(), "png");
        } catch (final IOException | RuntimeException | LinkageError | InternalError failure) {
            log.note(file.getFileName() + " was not drawn (" + failure
                    + "): Java needs fonts to draw; install fontconfig and"
                    + " a font (Debian: fontconfig fonts-dejavu-core). The figures are in the CSV files");
            return;
        }
        try {
            AtomicFile.writeBytes(file, picture);
            written.add(file);
        } catch (final UserError failure) {
            log.note(failure.getMessage());
        }
    }
}
