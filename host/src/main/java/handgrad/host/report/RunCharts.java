package handgrad.host.report;

import handgrad.host.UserError;
import handgrad.host.chart.ChartPicture;
import handgrad.host.files.AtomicFile;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.settings.RunLog;
import handgrad.host.training.EpochResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.knowm.xchart.XYChart;

/**
 * Draws a run's pictures.
 *
 * @param title what both are headed with
 */
record RunCharts(String title) {
    /**
     * Draws the loss over the steps and the accuracy over the epochs. A picture that cannot be drawn is noted in the
     * log and does not fail the run: the tables have the figures.
     *
     * @param folder where the pictures go
     * @param epochs each epoch that ended well
     * @param unfinished the losses of the steps of one that did not, or none
     * @param log hears of a picture that could not be drawn
     * @return the files that were written
     */
    List<Path> draw(RunFolder folder, List<EpochResult> epochs, List<Float> unfinished, RunLog log) {
        final Map<Path, Supplier<XYChart>> charts = new LinkedHashMap<>();
        final LossChart loss = new LossChart(title + ": loss", epochs, unfinished);
        if (loss.hasPoints()) {
            charts.put(folder.lossChart(), loss::chart);
        }
        if (!epochs.isEmpty()) {
            charts.put(folder.accuracyChart(), () -> AccuracyChart.of(title + ": accuracy", epochs));
        }
        final List<Path> written = new ArrayList<>();
        try {
            for (final Map.Entry<Path, Supplier<XYChart>> chart : charts.entrySet()) {
                AtomicFile.writeBytes(chart.getKey(), ChartPicture.png(chart.getValue()));
                written.add(chart.getKey());
            }
        } catch (final UserError failure) {
            log.note("pictures were not drawn: " + failure.getMessage() + ". The figures are in the CSV files");
        }
        return written;
    }
}
