package handgrad.backend.cpu.step.wide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.cpu.layout.GroupLayout;
import org.junit.jupiter.api.Test;

/** Blocks and vectors of wide weights cover each row and column once. */
class WideBlocksTest {
    @Test
    void blocksCoverAllAndTheLastAreHalves() {
        assertArrayEquals(new int[] {0, 12, 18, 24, 30, 36, 39}, WideBlocks.starts(39, 12));
        assertArrayEquals(new int[] {0, 5}, WideBlocks.starts(5, 12));
        assertArrayEquals(new int[] {0, 12, 24, 33}, WideBlocks.even(33, 12));
    }

    /**
     * Any row that a vector fits: what the vectors and the edges use is each column once, and no vector reaches
     * beyond the row.
     */
    @Test
    void vectorsAndEdgesUseEachColumnOnce() {
        for (int inputs = GroupLayout.LANES; inputs < 100; inputs++) {
            final WideColumns columns = WideColumns.of(inputs);
            final int[] used = new int[inputs];
            for (int v = 0; v < columns.froms().length; v++) {
                final int from = columns.froms()[v];
                assertTrue(from >= 0 && from + GroupLayout.LANES <= inputs, inputs + " inputs: vector at " + from);
                assertTrue(from <= columns.firsts()[v] && columns.ends()[v] <= from + GroupLayout.LANES);
                for (int c = columns.firsts()[v]; c < columns.ends()[v]; c++) {
                    used[c]++;
                }
            }
            for (int c = 0; c < inputs; c++) {
                assertEquals(1, used[c], inputs + " inputs: column " + c);
            }
            assertEquals(0, columns.column(0));
            assertEquals(inputs, columns.column(columns.vectors()));
        }
    }
}
