package handgrad.backend.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TilingTest {
    @Test
    void everySumIsInOneTile() {
        for (final List<Tiling.TileShape> shapes : List.of(TileSizes.BROADCAST, TileSizes.LANEWISE)) {
            for (int rows = 1; rows <= 27; rows++) {
                for (int positions = 1; positions <= 31; positions++) {
                    assertCovered(rows, positions, shapes);
                }
            }
        }
    }

    private static void assertCovered(int rows, int positions, List<Tiling.TileShape> shapes) {
        final List<Tiling.Tile> cut = Tiling.cut(rows, positions, shapes);
        for (final Tiling.Tile tile : cut) {
            assertTrue(shapes.contains(tile.shape()));
            assertTrue(tile.shape().rows() * tile.shape().positions() <= Tiling.LARGEST_TILE);
        }
        for (final int[] row : covered(rows, positions, cut)) {
            for (final int times : row) {
                assertEquals(1, times, rows + "×" + positions);
            }
        }
    }

    /** For each sum in how many tiles it is; an exception if a tile reaches outside. */
    private static int[][] covered(int rows, int positions, List<Tiling.Tile> tiles) {
        final int[][] covered = new int[rows][positions];
        for (final Tiling.Tile tile : tiles) {
            for (int r = 0; r < tile.shape().rows(); r++) {
                for (int p = 0; p < tile.shape().positions(); p++) {
                    covered[tile.row() + r][tile.position() + p]++;
                }
            }
        }
        return covered;
    }

    @Test
    void tilesOfOneShapeCoverEverySum() {
        for (final List<Tiling.TileShape> shapes : List.of(TileSizes.BROADCAST, TileSizes.LANEWISE)) {
            for (int rows = 1; rows <= 27; rows++) {
                for (int positions = 1; positions <= 51; positions++) {
                    final List<Tiling.Tile> tiles = Tiling.cover(rows, rows, positions, shapes);
                    assertEquals(
                            1, tiles.stream().map(Tiling.Tile::shape).distinct().count());
                    assertTrue(shapes.contains(tiles.getFirst().shape()));
                    for (final int[] row : covered(rows, positions, tiles)) {
                        for (final int times : row) {
                            assertTrue(times >= 1, rows + "×" + positions);
                        }
                    }
                }
            }
        }
    }

    /** Weight gradients: of softmax-linear, 10 outputs and 49 · 16 inputs; of mlp-regression, 64 outputs and 4 · 16. */
    @Test
    void aCoverIsOfTheSmallestTileThatIsNearlyTheQuickest() {
        assertEquals(20, Tiling.cover(10, 10, 49, TileSizes.BROADCAST).size());
        assertEquals(
                new Tiling.TileShape(5, 5),
                Tiling.cover(10, 10, 49, TileSizes.BROADCAST).getFirst().shape());
        assertEquals(
                new Tiling.TileShape(4, 4),
                Tiling.cover(64, 64, 4, TileSizes.BROADCAST).getFirst().shape());
    }

    /** A group of six samples takes the tiles of a full one, as long as they fit. */
    @Test
    void anUnusualProductSharesTheTilesOfTheUsualOnes() {
        final Tiling.TileShape usual =
                Tiling.cover(16, 16, 4, TileSizes.BROADCAST).getFirst().shape();
        assertEquals(
                usual, Tiling.cover(6, 16, 4, TileSizes.BROADCAST).getFirst().shape());
        assertEquals(3, Tiling.cover(3, 16, 4, TileSizes.BROADCAST).size());
    }

    @Test
    void lenetIsCutIntoLargeTiles() {
        assertEquals(
                List.of(new Tiling.TileShape(6, 4)),
                Tiling.cut(6, 28, TileSizes.BROADCAST).stream()
                        .map(Tiling.Tile::shape)
                        .distinct()
                        .toList());
    }

    /** Rows of fewer than 16 floats have no vectors, and their products no positions. */
    @Test
    void nothingIsCoveredByNoTile() {
        assertEquals(List.of(), Tiling.cover(7, 7, 0, TileSizes.BROADCAST));
    }
}
