package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.DualCall;
import handgrad.backend.cpu.kernel.DualTables;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.Tiling.Tile;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearForward;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * y = x wᵀ + b with all row-major: each output is the dot product of two rows, 16 elements at a time. The 16 partial
 * sums are added up by a tree, then come what is left of the rows, in order, and the bias.
 */
public final class DotProductStep implements SampleStep {
    private static final int LANES = GroupLayout.LANES;

    /**
     * Vectors of a tile's rows that fit the first-level cache: 4 rows of x and 5 of w, 64 bytes each, are 29 KB of
     * 32.
     */
    private static final int CACHED_TAPS = 50;

    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final FloatStore w;
    private final FloatStore b;
    private final RowsPlace y;
    private final int inputs;
    private final int taps;
    private final List<Column> fullColumns;
    private final List<Column> restColumns;
    private final DualCall[] calls;

    /** Tiles of the same outputs, which share the weights, and how many floats all their partial sums are. */
    private record Column(List<Tile> tiles, int floats) {
        static Column of(List<Tile> tiles) {
            return new Column(
                    tiles, tiles.stream().mapToInt(tile -> tile.shape().sums()).sum() * LANES);
        }
    }

    /** The step of an op. */
    public DotProductStep(StepContext context, LinearForward f) {
        this.kernels = context.kernels();
        this.batch = f.x().shape().batch();
        this.x = context.memory().rows(f.x());
        this.w = context.memory().floats(f.w());
        this.b = context.memory().floats(f.b());
        this.y = context.memory().rows(f.y());
        this.inputs = x.width();
        this.taps = inputs / LANES;
        this.fullColumns = batch < LANES ? List.of() : columns(context, LANES);
        this.restColumns = batch % LANES == 0 ? List.of() : columns(context, batch % LANES);
        final int[] vectors = RowsPlace.consecutiveOffsets(0, LANES, taps);
        final int[] rows = RowsPlace.consecutiveOffsets(0, inputs, y.width());
        final DualTables tables = new DualTables(x.offsets(), vectors, rows, vectors);
        this.calls = new DualCall[context.workers()];
        Arrays.setAll(calls, _ -> new DualCall(tables, LANES));
    }

    private List<Column> columns(StepContext context, int samples) {
        final List<Tile> tiles = kernels.dualTiles(samples, LANES, y.width());
        tiles.forEach(tile -> context.expect(new KernelUse.DualTile(tile.shape())));
        return tiles.stream()
                .collect(Collectors.groupingBy(Tile::position, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(Column::of)
                .toList();
    }

    @Override
    public void run(int worker, int group) {
        final DualCall call = calls[worker];
        call.a = x.values(worker);
        call.firstARow = x.firstRow(group);
        call.x = w.values;
        final List<Column> columns = GroupLayout.samples(batch, group) == LANES ? fullColumns : restColumns;
        for (int c = 0; c < columns.size(); c++) {
            final List<Tile> tiles = columns.get(c).tiles;
            sum(call, columns.get(c));
            int sumsAt = 0;
            for (int t = 0; t < tiles.size(); t++) {
                finish(call, sumsAt, tiles.get(t), y.values(worker), y.firstRow(group));
                sumsAt += tiles.get(t).shape().sums() * LANES;
            }
        }
    }

    /** The 16 partial sums of each element of a column of tiles, a cacheful of taps at a time. */
    private void sum(DualCall call, Column column) {
        Arrays.fill(call.sums, 0, column.floats, 0f);
        for (int tap = 0; tap < taps; tap += CACHED_TAPS) {
            final int end = Math.min(taps, tap + CACHED_TAPS);
            call.sumsAt = 0;
            for (int t = 0; t < column.tiles.size(); t++) {
                final Tile tile = column.tiles.get(t);
                kernels.dual(call, tile.shape(), tile.row(), tile.position(), tap, end);
                call.sumsAt += tile.shape().sums() * LANES;
            }
        }
    }

    private void finish(DualCall call, int sumsAt, Tile tile, float[] to, int firstY) {
        final float[] from = call.a;
        final float[] weights = call.x;
        final int positions = tile.shape().positions();
        for (int r = 0; r < tile.shape().rows(); r++) {
            final int xAt = x.offsets()[call.firstARow + tile.row() + r];
            final int yAt = y.offsets()[firstY + tile.row() + r];
            for (int p = 0; p < positions; p++) {
                final int output = tile.position() + p;
                float sum = LaneSums.sum(call.sums, sumsAt + (r * positions + p) * LANES);
                for (int c = taps * LANES; c < inputs; c++) {
                    sum = Math.fma(from[xAt + c], weights[output * inputs + c], sum);
                }
                to[yAt + output] = sum + b.values[output];
            }
        }
    }
}
