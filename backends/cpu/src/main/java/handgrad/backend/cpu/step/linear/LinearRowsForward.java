package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.LanewiseTables;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Tiling.Tile;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneSums;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.program.LinearOp.LinearForward;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * y = x wᵀ + b with x, w and y row-major: each output is the dot product of two rows, 16 elements at a time; the 16 partial sums, then what is left of
 * the rows, then the bias are added. Wide layers have {@code WideProductStep}.
 */
public final class LinearRowsForward implements SampleStep {
    /** How many taps of a tile's rows of x and w fit the first-level cache together: 4 + 5 rows of 64 bytes a tap are 29 KB of 32. */
    private static final int CACHED_TAPS = 50;

    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final FloatStore w;
    private final FloatStore b;
    private final RowsPlace y;
    private final int inputs;
    private final int outputs;
    private final int wholeTaps;
    private final List<List<Tile>> fullTiles;
    private final List<List<Tile>> restTiles;
    private final LanewiseCall[] calls;

    LinearRowsForward(Kernels kernels, int workers, int batch, RowsPlace x, FloatStore w, FloatStore b, RowsPlace y) {
        this.kernels = kernels;
        this.batch = batch;
        this.x = x;
        this.w = w;
        this.b = b;
        this.y = y;
        this.inputs = x.width();
        this.outputs = y.width();
        this.wholeTaps = inputs / GroupLayout.LANES;
        final int[] taps =
                IntStream.range(0, wholeTaps).map(k -> k * GroupLayout.LANES).toArray();
        final int[] rows = IntStream.range(0, outputs).map(o -> o * inputs).toArray();
        final LanewiseTables tables = new LanewiseTables(x.offsets(), taps, rows, taps);
        this.calls = new LanewiseCall[workers];
        Arrays.setAll(
                calls,
                _ -> new LanewiseCall(tables, GroupLayout.LANES * Tiling.LARGEST_TILE, kernels.lanewiseWorkspace()));
        this.fullTiles = columns(kernels, GroupLayout.LANES, outputs);
        this.restTiles =
                batch % GroupLayout.LANES == 0 ? List.of() : columns(kernels, batch % GroupLayout.LANES, outputs);
    }

    /** The step of an op, with its places. */
    public static LinearRowsForward of(Kernels kernels, int workers, Memory memory, LinearForward f) {
        return new LinearRowsForward(
                kernels,
                workers,
                f.x().shape().batch(),
                memory.rows(f.x()),
                memory.floats(f.w()),
                memory.floats(f.b()),
                memory.rows(f.y()));
    }

    /** The step by groups of samples. */
    public SampleStep bySamples() {
        if (batch >= GroupLayout.LANES) {
            queueWarmUp(fullTiles);
        }
        queueWarmUp(restTiles);
        return this;
    }

    private void queueWarmUp(List<List<Tile>> columns) {
        columns.forEach(
                column -> column.forEach(tile -> kernels.queueWarmUp(new KernelUse.LanewiseTile(tile.shape()))));
    }

    @Override
    public void run(int worker, int group) {
        final boolean isFull = GroupLayout.samples(batch, group) == GroupLayout.LANES;
        compute(worker, x.firstRow(group), y.firstRow(group), 0, isFull ? fullTiles : restTiles);
    }

    /** Computes some outputs of some samples: for each column of tiles first all sums, a cacheful of taps at a time, then the results. */
    private void compute(int worker, int firstX, int firstY, int firstOutput, List<List<Tile>> columns) {
        final LanewiseCall call = calls[worker];
        call.a = x.values(worker);
        call.firstARow = firstX;
        call.x = w.values;
        for (int c = 0; c < columns.size(); c++) {
            final List<Tile> column = columns.get(c);
            Arrays.fill(call.sums, 0, sums(column), 0f);
            for (int tap = 0; tap < wholeTaps; tap += CACHED_TAPS) {
                final int end = Math.min(wholeTaps, tap + CACHED_TAPS);
                call.sumsAt = 0;
                for (int t = 0; t < column.size(); t++) {
                    final Tile tile = column.get(t);
                    kernels.lanewise(call, tile.shape(), tile.row(), firstOutput + tile.position(), tap, end);
                    call.sumsAt += tile.shape().sums() * GroupLayout.LANES;
                }
            }
            int sumsAt = 0;
            for (int t = 0; t < column.size(); t++) {
                finish(worker, firstX, firstY, firstOutput, column.get(t), sumsAt);
                sumsAt += column.get(t).shape().sums() * GroupLayout.LANES;
            }
        }
    }

    /** Floats for the sums of a column of tiles. */
    private static int sums(List<Tile> column) {
        int sums = 0;
        for (int t = 0; t < column.size(); t++) {
            sums += column.get(t).shape().sums();
        }
        return sums * GroupLayout.LANES;
    }

    private void finish(int worker, int firstX, int firstY, int firstOutput, Tile tile, int sumsAt) {
        final float[] from = x.values(worker);
        final float[] to = y.values(worker);
        final float[] sums = calls[worker].sums;
        final float[] weights = w.values;
        final int positions = tile.shape().positions();
        final int output = firstOutput + tile.position();
        for (int r = 0; r < tile.shape().rows(); r++) {
            final int xAt = x.offsets()[firstX + tile.row() + r];
            final int yAt = y.offsets()[firstY + tile.row() + r];
            for (int p = 0; p < positions; p++) {
                float sum = LaneSums.sum(sums, sumsAt + (r * positions + p) * GroupLayout.LANES);
                for (int c = wholeTaps * GroupLayout.LANES; c < inputs; c++) {
                    sum = Math.fma(from[xAt + c], weights[(output + p) * inputs + c], sum);
                }
                to[yAt + output + p] = sum + b.values[output + p];
            }
        }
    }

    /** Tiles of the same outputs together: they share the weights. */
    private static List<List<Tile>> columns(Kernels kernels, int rows, int outputs) {
        return List.copyOf(kernels.lanewiseTiles(rows, GroupLayout.LANES, outputs).stream()
                .collect(Collectors.groupingBy(Tile::position, TreeMap::new, Collectors.toList()))
                .values());
    }
}
