package handgrad.host.report;

import handgrad.host.UserError;
import handgrad.host.chart.ChartPicture;
import handgrad.host.files.AtomicFile;
import handgrad.host.files.CsvFile;
import handgrad.host.run.RunReports;
import handgrad.host.run.folder.ReportFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** The files of the reports in a run folder, and their findings. */
final class ReportFiles {
    private final Path folder;
    private final Consumer<String> notes;
    private final List<Path> written = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    /**
     * Files in a folder.
     *
     * @param folder where they go
     * @param notes hears of a picture that could not be drawn
     */
    ReportFiles(Path folder, Consumer<String> notes) {
        this.folder = folder;
        this.notes = notes;
    }

    /** Writes a table. */
    void table(ReportFile file, List<String> header, List<? extends List<?>> rows) {
        final Path path = folder.resolve(file.fileName());
        CsvFile.write(path, header, rows);
        written.add(path);
    }

    /** Draws a chart; where the system cannot draw, only the tables remain. */
    void chart(ReportFile file, Supplier<XYChart> chart) {
        try {
            write(file, ChartPicture.png(chart));
        } catch (final UserError failure) {
            notes.accept(
                    file.fileName() + " was not drawn: " + failure.getMessage() + ". The figures are in the CSV files");
        }
    }

    /** Draws a picture that is not a chart, as {@link #chart}. */
    void picture(ReportFile file, Supplier<BufferedImage> picture) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture.get(), "png", bytes);
        } catch (final IOException | RuntimeException | LinkageError | InternalError failure) {
            notes.accept(file.fileName() + " was not drawn (" + failure
                    + "): Java needs fonts to draw. The figures are in the CSV files");
            return;
        }
        write(file, bytes.toByteArray());
    }

    /** Adds a line to the result. */
    void finding(String line) {
        findings.add(line);
    }

    /** What was written and found so far. */
    RunReports done() {
        return new RunReports(List.copyOf(written), List.copyOf(findings));
    }

    private void write(ReportFile file, byte[] content) {
        final Path path = folder.resolve(file.fileName());
        AtomicFile.writeBytes(path, content);
        written.add(path);
    }
}
