package handgrad.host.files;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Tables as CSV with a header. Values that are not finite are written as NaN, Infinity or -Infinity. */
public final class CsvFile {
    private CsvFile() {}

    /**
     * Writes a table, atomically.
     *
     * @param file the file to make or replace
     * @param header the columns' names
     * @param rows of as many values each: numbers or texts
     * @throws handgrad.host.UserError if it cannot be written
     */
    public static void write(Path file, List<String> header, List<? extends List<?>> rows) {
        final CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(header.toArray(String[]::new))
                .get();
        AtomicFile.write(file, output -> {
            final Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
            final CSVPrinter printer = new CSVPrinter(writer, format);
            for (final List<?> row : rows) {
                printer.printRecord(row);
            }
            printer.flush();
        });
    }
}
