package handgrad.host.run;

import handgrad.host.files.AtomicFile;
import handgrad.host.training.EpochResult;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The tables of a run, as CSV with a header. What is no number is written as NaN, Infinity or -Infinity. */
final class RunTables {
    private RunTables() {}

    /** Writes a row for each epoch, or for each report where several epochs lie between two. The running figures were measured before each step changed the parameters. */
    static void writeMetrics(Path file, List<EpochResult> epochs) {
        write(
                file,
                List.of("epoch", "seconds", "running_loss", "running_accuracy", "test_loss", "test_accuracy"),
                epochs.stream()
                        .map(epoch -> List.of(
                                epoch.epoch(),
                                epoch.seconds(),
                                epoch.running().loss(),
                                epoch.running().accuracy(),
                                epoch.test().loss(),
                                epoch.test().accuracy()))
                        .toList());
    }

    /** Writes a row for each step, counted from 1 through all epochs. */
    static void writeSteps(Path file, List<Float> losses, int stepsAnEpoch) {
        final List<List<? extends Number>> rows = new ArrayList<>();
        for (int step = 0; step < losses.size(); step++) {
            rows.add(List.of(step + 1, step / stepsAnEpoch + 1, losses.get(step)));
        }
        write(file, List.of("step", "epoch", "loss"), rows);
    }

    /** Writes any table. */
    static void write(Path file, List<String> header, List<? extends List<? extends Number>> rows) {
        final CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(header.toArray(String[]::new))
                .get();
        AtomicFile.write(file, output -> {
            final Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
            final CSVPrinter printer = new CSVPrinter(writer, format);
            for (final List<? extends Number> row : rows) {
                printer.printRecord(row);
            }
            printer.flush();
        });
    }
}
