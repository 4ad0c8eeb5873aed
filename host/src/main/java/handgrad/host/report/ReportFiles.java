package handgrad.host.report;

import handgrad.host.UserError;
import handgrad.host.chart.ChartPicture;
import handgrad.host.files.AtomicFile;
import handgrad.host.files.CsvFile;
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

/** The files of the reports in a run folder, and what is to be said of them. */
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
    void table(String name, List<String> header, List<? extends List<?>> rows) {
        CsvFile.write(folder.resolve(name), header, rows);
        written.add(folder.resolve(name));
    }

    /** Draws a chart; where the system cannot draw, the tables have to do. */
    void chart(String name, Supplier<XYChart> chart) {
        try {
            write(name, ChartPicture.png(chart));
        } catch (final UserError failure) {
            notes.accept(name + " was not drawn: " + failure.getMessage() + ". The figures are in the CSV files");
        }
    }

    /** Draws a picture that is no chart, as {@link #chart}. */
    void picture(String name, Supplier<BufferedImage> picture) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture.get(), "png", bytes);
        } catch (final IOException | RuntimeException | LinkageError | InternalError failure) {
            notes.accept(name + " was not drawn (" + failure + "): Java needs fonts to draw. The figures are in the"
                    + " CSV files");
            return;
        }
        write(name, bytes.toByteArray());
    }

    /** Adds a line to the result. */
    void finding(String line) {
        findings.add(line);
    }

    /** What was written and found so far. */
    RunReports done() {
        return new RunReports(List.copyOf(written), List.copyOf(findings));
    }

    private void write(String name, byte[] content) {
        AtomicFile.writeBytes(folder.resolve(name), content);
        written.add(folder.resolve(name));
    }
}
