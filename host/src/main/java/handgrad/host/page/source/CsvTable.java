package handgrad.host.page.source;

import handgrad.host.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table with a header.
 *
 * @param file where it was read, for messages
 * @param header the columns' names
 * @param rows of as many values each
 */
public record CsvTable(Path file, List<String> header, List<List<String>> rows) {
    /** Copies the lists. */
    public CsvTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the table
     * @throws UserError if it cannot be read, is no CSV, has no header, or has a row of another length than the header
     */
    public static CsvTable read(Path file) {
        try (CSVParser parser = CSVParser.parse(SourceFile.text(file), CSVFormat.DEFAULT)) {
            final List<CSVRecord> records = parser.getRecords();
            if (records.isEmpty()) {
                throw new UserError(file + " is empty; it should have a header");
            }
            final List<String> header = records.getFirst().toList();
            for (final CSVRecord record : records) {
                if (record.size() != header.size()) {
                    throw new UserError(file + " is malformed: row " + record.getRecordNumber() + " has "
                            + record.size() + " values, the header " + header.size());
                }
            }
            return new CsvTable(
                    file,
                    header,
                    records.stream().skip(1).map(CSVRecord::toList).toList());
        } catch (final IOException | UncheckedIOException malformed) {
            throw new UserError(file + " is malformed: " + malformed.getMessage(), malformed);
        }
    }

    /**
     * A column of numbers.
     *
     * @param name the column's name
     * @return one number a row, NaN and infinities among them where the file has them
     * @throws UserError if there is no such column, or a value is no number
     */
    public List<Double> numbers(String name) {
        final int column = column(name);
        return IntStream.range(0, rows.size())
                .mapToObj(row -> number(row, rows.get(row).get(column)))
                .toList();
    }

    /**
     * A column of whole numbers.
     *
     * @param name the column's name
     * @return one number a row
     * @throws UserError if there is no such column, or a value is no whole number that fits an int
     */
    public List<Integer> integers(String name) {
        final int column = column(name);
        return IntStream.range(0, rows.size())
                .mapToObj(row -> {
                    final String value = rows.get(row).get(column);
                    try {
                        return Integer.valueOf(value);
                    } catch (final NumberFormatException noNumber) {
                        throw wrong(row, value, "whole number", noNumber);
                    }
                })
                .toList();
    }

    /**
     * A column of texts.
     *
     * @param name the column's name
     * @return one text a row
     * @throws UserError if there is no such column
     */
    public List<String> texts(String name) {
        final int column = column(name);
        return rows.stream().map(row -> row.get(column)).toList();
    }

    private int column(String name) {
        final int column = header.indexOf(name);
        if (column < 0) {
            throw new UserError(file + " has no column \"" + name + "\"; it has " + String.join(", ", header));
        }
        return column;
    }

    private double number(int row, String value) {
        try {
            return Double.parseDouble(value);
        } catch (final NumberFormatException noNumber) {
            throw wrong(row, value, "number", noNumber);
        }
    }

    private UserError wrong(int row, String value, String expected, NumberFormatException cause) {
        final String shown = value.length() <= 40 ? value : value.substring(0, 40) + "…";
        return new UserError(file + " is malformed: '" + shown + "' in row " + (row + 2) + " is no " + expected, cause);
    }
}
