package handgrad.host.page.part;

import java.util.List;

/**
 * A table.
 *
 * @param caption what it shows
 * @param columns its columns
 * @param rows of as many values each; the first one heads its row
 */
public record Table(String caption, List<Column> columns, List<List<String>> rows) {
    /** Checks that every row fits. */
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (final List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        caption + ": a row of " + row.size() + " values in a table of " + columns.size() + " columns");
            }
        }
    }

    /**
     * A column.
     *
     * @param title its heading
     * @param number whether its values are set flush right
     */
    public record Column(String title, boolean number) {
        /**
         * A column of texts.
         *
         * @param title its head
         * @return the column, aligned to the left
         */
        public static Column text(String title) {
            return new Column(title, false);
        }

        /**
         * A column of numbers.
         *
         * @param title its head
         * @return the column, aligned to the right
         */
        public static Column number(String title) {
            return new Column(title, true);
        }
    }
}
