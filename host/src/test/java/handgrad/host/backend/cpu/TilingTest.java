package handgrad.host.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TilingTest {
    @Test
    void everySumIsInOneTile() {
        for (final List<Tiling.TileShape> shapes : List.of(Tiling.BROADCAST, Tiling.DUAL)) {
            for (int rows = 1; rows <= 27; rows++) {
                for (int positions = 1; positions <= 31; positions++) {
                    assertCovered(rows, positions, shapes);
                }
            }
        }
    }

    private static void assertCovered(int rows, int positions, List<Tiling.TileShape> shapes) {
        final int[][] covered = new int[rows][positions];
        for (final Tiling.Tile tile : Tiling.cut(rows, positions, shapes)) {
            assertTrue(shapes.contains(tile.shape()));
            assertTrue(tile.shape().rows() * tile.shape().positions() <= Tiling.LARGEST_TILE);
            for (int r = 0; r < tile.shape().rows(); r++) {
                for (int p = 0; p < tile.shape().positions(); p++) {
                    covered[tile.row() + r][tile.position() + p]++;
                }
            }
        }
        for (final int[] row : covered) {
            for (final int times : row) {
                assertEquals(1, times, rows + "×" + positions);
            }
        }
    }

    @Test
    void lenetIsCutIntoLargeTiles() {
        assertEquals(
                List.of(new Tiling.TileShape(6, 4)),
                Tiling.cut(6, 28, Tiling.BROADCAST).stream()
                        .map(Tiling.Tile::shape)
                        .distinct()
                        .toList());
    }
}
