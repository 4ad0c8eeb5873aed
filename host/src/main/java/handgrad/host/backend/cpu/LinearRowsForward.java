package handgrad.host.backend.cpu;

import handgrad.host.backend.cpu.Tiling.Tile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * y = x wᵀ + b with x, w and y row-major: each output is the dot product of two rows, 16 elements at a time; the 16 partial sums, then what is left of
 * the rows, then the bias are added. Runs by groups of samples, or, where w is large, by blocks of outputs for all samples, so that w is read
 * once.
 */
final class LinearRowsForward implements SampleStep {
    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final FloatStore w;
    private final FloatStore b;
    private final RowsPlace y;
    private final int inputs;
    private final int outputs;
    private final int wholeTaps;
    private final List<Tile> fullTiles;
    private final List<Tile> restTiles;
    private final DualCall[] calls;

    LinearRowsForward(Kernels kernels, int workers, int batch, RowsPlace x, FloatStore w, FloatStore b, RowsPlace y) {
        this.kernels = kernels;
        this.batch = batch;
        this.x = x;
        this.w = w;
        this.b = b;
        this.y = y;
        this.inputs = x.width();
        this.outputs = y.width();
        this.wholeTaps = inputs / Grid.LANES;
        final int[] taps =
                IntStream.range(0, wholeTaps).map(k -> k * Grid.LANES).toArray();
        final int[] rows = IntStream.range(0, outputs).map(o -> o * inputs).toArray();
        final DualTables tables = new DualTables(x.offsets(), taps, rows, taps);
        this.calls =
                IntStream.range(0, workers).mapToObj(_ -> new DualCall(tables)).toArray(DualCall[]::new);
        this.fullTiles = Tiling.cut(Grid.LANES, outputs, Tiling.DUAL);
        this.restTiles = batch % Grid.LANES == 0 ? List.of() : Tiling.cut(batch % Grid.LANES, outputs, Tiling.DUAL);
    }

    @Override
    public void run(int worker, int group) {
        final List<Tile> tiles = Grid.samples(batch, group) == Grid.LANES ? fullTiles : restTiles;
        for (int t = 0; t < tiles.size(); t++) {
            compute(worker, x.firstRow(group), y.firstRow(group), 0, tiles.get(t));
        }
    }

    /** The same by blocks of outputs, all samples at once. */
    BlockStep byBlocks(int blockOutputs) {
        final List<Tile> blockTiles = Tiling.cut(batch, Math.min(outputs, blockOutputs), Tiling.DUAL);
        final int whole = outputs / blockOutputs;
        final List<Tile> lastTiles =
                outputs % blockOutputs == 0 ? List.of() : Tiling.cut(batch, outputs % blockOutputs, Tiling.DUAL);
        return new BlockStep() {
            @Override
            public int blocks() {
                return (outputs + blockOutputs - 1) / blockOutputs;
            }

            @Override
            public void run(int worker, int block) {
                final List<Tile> tiles = block < whole ? blockTiles : lastTiles;
                for (int t = 0; t < tiles.size(); t++) {
                    compute(worker, 0, 0, block * blockOutputs, tiles.get(t));
                }
            }
        };
    }

    private void compute(int worker, int firstX, int firstY, int firstOutput, Tile tile) {
        final DualCall call = calls[worker];
        call.a = x.values(worker);
        call.firstARow = firstX;
        call.x = w.values;
        final float[] sums = call.sums;
        final int rows = tile.shape().rows();
        final int positions = tile.shape().positions();
        final int output = firstOutput + tile.position();
        Arrays.fill(sums, 0, rows * positions * Grid.LANES, 0f);
        kernels.dual(call, tile.shape(), tile.row(), output, 0, wholeTaps);
        final float[] result = y.values(worker);
        for (int r = 0; r < rows; r++) {
            final int from = x.offsets()[firstX + tile.row() + r];
            final int to = y.offsets()[firstY + tile.row() + r];
            for (int p = 0; p < positions; p++) {
                float sum = Lanes.sum(sums, (r * positions + p) * Grid.LANES);
                for (int c = wholeTaps * Grid.LANES; c < inputs; c++) {
                    sum = Math.fma(call.a[from + c], w.values[(output + p) * inputs + c], sum);
                }
                result[to + output + p] = sum + b.values[output + p];
            }
        }
    }
}
