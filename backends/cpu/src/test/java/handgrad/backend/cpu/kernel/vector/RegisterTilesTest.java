package handgrad.backend.cpu.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.LanewiseTables;
import handgrad.backend.cpu.kernel.TileSizes;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.layout.GroupLayout;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every size of register tile, in vectors and in plain loops, against a loop over one sum after the other. Bits are
 * compared: a sum is defined by its fused multiply-adds, in the order of the taps.
 */
class RegisterTilesTest {
    private static final int LANES = GroupLayout.LANES;
    private static final int TAPS = 23;

    /** Rows and positions of a product before those of the tile, and after. */
    private static final int MARGIN = 2;

    /** Larger tiles, which only plain loops have: along the positions; along the rows, of one position and of two. */
    private static final List<TileShape> LARGE =
            List.of(new TileShape(1, 40), new TileShape(33, 9), new TileShape(41, 1), new TileShape(64, 2));

    /** No tap, one, some of which 8 and 4 are no divisors, twice 8, and all. */
    private static final List<Taps> RANGES =
            List.of(new Taps(4, 4), new Taps(0, 1), new Taps(3, 14), new Taps(5, 21), new Taps(0, TAPS));

    /** Of so many places one is taken where operands are anywhere. */
    private static final int SPREAD = 3;

    private record Taps(int first, int end) {}

    /** A tile of some kernels and some data. */
    private record Case(Kernels kernels, TileShape shape, Data data) {
        int rows() {
            return shape.rows() + 2 * MARGIN;
        }

        int positions() {
            return shape.positions() + 2 * MARGIN;
        }

        @Override
        public String toString() {
            return shape.rows() + "x" + shape.positions() + ", " + data + ", " + kernels.description();
        }
    }

    private enum Data {
        /** Operands anywhere; numbers whose sum depends on the order. */
        SCATTERED {
            @Override
            int[] offsets(Random random, int count, int step) {
                return random.ints(0, SPREAD * count)
                        .distinct()
                        .limit(count)
                        .map(place -> place * step)
                        .toArray();
            }

            @Override
            float number(Random random) {
                return (float) (random.nextGaussian() * Math.exp(4 * random.nextGaussian()));
            }
        },
        /** Operands one beside the other; integers, whose sums are exact in any order. */
        REGULAR {
            @Override
            int[] offsets(Random random, int count, int step) {
                return IntStream.range(0, count).map(place -> place * step).toArray();
            }

            @Override
            float number(Random random) {
                return random.nextInt(-9, 10);
            }
        };

        /** So many different multiples of a step. */
        abstract int[] offsets(Random random, int count, int step);

        abstract float number(Random random);

        float[] numbers(Random random, int count) {
            final float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = number(random);
            }
            return numbers;
        }
    }

    private static Stream<Case> cases(List<TileShape> shapes) {
        return shapes.stream()
                .flatMap(shape -> Stream.of(new VectorKernels(), new PlainKernels())
                        .flatMap(kernels -> Arrays.stream(Data.values()).map(data -> new Case(kernels, shape, data))));
    }

    static Stream<Case> broadcastTiles() {
        return Stream.concat(cases(TileSizes.BROADCAST), cases(LARGE).filter(RegisterTilesTest::isPlain));
    }

    static Stream<Case> updateTiles() {
        return Stream.concat(cases(TileSizes.UPDATE), cases(LARGE).filter(RegisterTilesTest::isPlain));
    }

    static Stream<Case> lanewiseTiles() {
        return cases(TileSizes.LANEWISE);
    }

    private static boolean isPlain(Case tile) {
        return tile.kernels() instanceof PlainKernels;
    }

    /** y[r, p] = init[r, p] + Σ_k a[r, k] · x[p, k]; what is beside the tile stays as it is. */
    @ParameterizedTest
    @MethodSource("broadcastTiles")
    void broadcastIsTheLoopOverTheTaps(Case tile) {
        for (final Taps taps : RANGES) {
            final BroadcastCall call = broadcastCall(tile);
            final BroadcastTables at = call.tables;
            final float[] expected = call.y.clone();
            for (int row = MARGIN; row < MARGIN + tile.shape().rows(); row++) {
                for (int position = MARGIN; position < MARGIN + tile.shape().positions(); position++) {
                    for (int lane = 0; lane < LANES; lane++) {
                        final int from = call.initBase + at.initRows()[row] + at.initPositions()[position] + lane;
                        final int to = call.yBase + at.yRows()[row] + at.yPositions()[position] + lane;
                        expected[to] = sum(tile, call.init[from], call, row, position, lane, taps);
                    }
                }
            }
            tile.kernels().broadcast(call, tile.shape(), MARGIN, MARGIN, taps.first(), taps.end());
            assertArrayEquals(expected, call.y, taps.toString());
        }
    }

    /** y[r, p] += factor · Σ_k a[r, k] · x[p, k]. */
    @ParameterizedTest
    @MethodSource("updateTiles")
    void updateAddsTheLoopOverTheTaps(Case tile) {
        final float factor = -0.3f;
        for (final Taps taps : RANGES) {
            final BroadcastCall call = broadcastCall(tile);
            final BroadcastTables at = call.tables;
            final float[] expected = call.y.clone();
            for (int row = MARGIN; row < MARGIN + tile.shape().rows(); row++) {
                for (int position = MARGIN; position < MARGIN + tile.shape().positions(); position++) {
                    for (int lane = 0; lane < LANES; lane++) {
                        final int to = call.yBase + at.yRows()[row] + at.yPositions()[position] + lane;
                        final float sum = sum(tile, 0f, call, row, position, lane, taps);
                        expected[to] = Math.fma(factor, sum, expected[to]);
                    }
                }
            }
            tile.kernels().update(call, factor, tile.shape(), MARGIN, MARGIN, taps.first(), taps.end());
            assertArrayEquals(expected, call.y, taps.toString());
        }
    }

    private static float sum(Case tile, float start, BroadcastCall c, int row, int position, int lane, Taps taps) {
        final int a = c.aBase + c.tables.aRows()[c.firstARow + row];
        final int x = c.xBase + c.tables.xPositions()[position] + lane;
        return sum(tile, start, taps, c.a, a, c.tables.aTaps(), c.x, x, c.tables.xTaps());
    }

    /** sums[r, p] += Σ_k a[r, k] · x[p, k], where a has lanes, too. */
    @ParameterizedTest
    @MethodSource("lanewiseTiles")
    void lanewiseIsTheLoopOverTheTaps(Case tile) {
        for (final Taps taps : RANGES) {
            final LanewiseCall call = lanewiseCall(tile);
            final LanewiseTables at = call.tables;
            final float[] expected = call.sums.clone();
            int to = call.sumsAt;
            for (int row = MARGIN; row < MARGIN + tile.shape().rows(); row++) {
                for (int position = MARGIN; position < MARGIN + tile.shape().positions(); position++) {
                    for (int lane = 0; lane < LANES; lane++, to++) {
                        final int a = call.aBase + at.aRows()[call.firstARow + row] + lane;
                        final int x = call.xBase + at.xPositions()[position] + lane;
                        expected[to] = sum(tile, expected[to], taps, call.a, a, at.aTaps(), call.x, x, at.xTaps());
                    }
                }
            }
            tile.kernels().lanewise(call, tile.shape(), MARGIN, MARGIN, taps.first(), taps.end());
            assertArrayEquals(expected, call.sums, taps.toString());
        }
    }

    /** One sum, one tap after the other; of integers it is exact, as a sum in double precision is. */
    private static float sum(
            Case tile, float start, Taps taps, float[] a, int aAt, int[] aTaps, float[] x, int xAt, int[] xTaps) {
        float sum = start;
        double exact = start;
        for (int k = taps.first(); k < taps.end(); k++) {
            sum = Math.fma(a[aAt + aTaps[k]], x[xAt + xTaps[k]], sum);
            exact += (double) a[aAt + aTaps[k]] * x[xAt + xTaps[k]];
        }
        assertTrue(tile.data() == Data.SCATTERED || sum == exact);
        return sum;
    }

    private static BroadcastCall broadcastCall(Case tile) {
        final Random random = new Random(3);
        final Data data = tile.data();
        final int rows = tile.rows();
        final int positions = tile.positions();
        final BroadcastTables tables = new BroadcastTables(
                data.offsets(random, rows + 1, 1),
                data.offsets(random, TAPS, rows + 1),
                data.offsets(random, positions, LANES),
                data.offsets(random, TAPS, LANES),
                data.offsets(random, rows, LANES),
                data == Data.REGULAR ? new int[positions] : data.offsets(random, positions, LANES),
                data.offsets(random, rows, SPREAD * positions * LANES),
                data.offsets(random, positions, LANES));
        final BroadcastCall call = new BroadcastCall(tables, tile.kernels().broadcastWorkspace(List.of(tile.shape())));
        call.firstARow = 1;
        call.aBase = 5;
        call.a = data.numbers(random, call.aBase + SPREAD * (TAPS + 1) * (rows + 1));
        call.xBase = 7;
        call.x = data.numbers(random, call.xBase + SPREAD * (positions + TAPS) * LANES);
        call.initBase = 3;
        call.init = data.numbers(random, call.initBase + SPREAD * (rows + positions) * LANES);
        call.yBase = 9;
        call.y = data.numbers(random, call.yBase + SPREAD * rows * SPREAD * positions * LANES);
        return call;
    }

    private static LanewiseCall lanewiseCall(Case tile) {
        final Random random = new Random(4);
        final Data data = tile.data();
        final LanewiseCall call = new LanewiseCall(
                new LanewiseTables(
                        data.offsets(random, tile.rows() + 1, LANES),
                        data.offsets(random, TAPS, LANES),
                        data.offsets(random, tile.positions(), LANES),
                        data.offsets(random, TAPS, LANES)),
                2 + tile.shape().sums(),
                tile.kernels().lanewiseWorkspace());
        call.firstARow = 1;
        call.aBase = 5;
        call.a = data.numbers(random, call.aBase + SPREAD * (tile.rows() + 1 + TAPS) * LANES);
        call.xBase = 7;
        call.x = data.numbers(random, call.xBase + SPREAD * (tile.positions() + TAPS) * LANES);
        call.sumsAt = 2 * LANES;
        System.arraycopy(data.numbers(random, call.sums.length), 0, call.sums, 0, call.sums.length);
        return call;
    }

    /** The methods that there are, each of which a test above runs, are those of the listed sizes. */
    @Test
    void theTilesAreThoseOfTheListedSizes() {
        assertEquals(names("tile", TileSizes.BROADCAST), methods(VectorBroadcastTiles.class, "tile"));
        assertEquals(names("update", TileSizes.UPDATE), methods(VectorBroadcastTiles.class, "update"));
        assertEquals(names("tile", TileSizes.LANEWISE), methods(VectorLanewiseTiles.class, "tile"));
        assertTrue(TileSizes.BROADCAST.containsAll(TileSizes.UPDATE));
        assertTrue(Stream.concat(TileSizes.BROADCAST.stream(), TileSizes.LANEWISE.stream())
                .allMatch(shape -> shape.sums() <= Tiling.LARGEST_TILE));
    }

    private static Set<String> names(String name, List<TileShape> shapes) {
        return shapes.stream()
                .map(shape -> name + shape.rows() + "x" + shape.positions())
                .collect(Collectors.toSet());
    }

    private static Set<String> methods(Class<?> tiles, String name) {
        return Arrays.stream(tiles.getDeclaredMethods())
                .map(Method::getName)
                .filter(method -> method.matches(name + "\\d+x\\d+"))
                .collect(Collectors.toSet());
    }

    @Test
    void noOtherSizeIsTakenForAListedOne() {
        for (final TileShape shape : List.of(new TileShape(2, 4), new TileShape(4, 7), new TileShape(0, 38))) {
            final Case tile = new Case(new VectorKernels(), shape, Data.REGULAR);
            final BroadcastCall broadcast = broadcastCall(tile);
            final LanewiseCall lanewise = lanewiseCall(tile);
            assertThrows(IllegalArgumentException.class, () -> tile.kernels().broadcast(broadcast, shape, 0, 0, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> tile.kernels().update(broadcast, 1f, shape, 0, 0, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> tile.kernels().lanewise(lanewise, shape, 0, 0, 0, 1));
        }
    }
}
