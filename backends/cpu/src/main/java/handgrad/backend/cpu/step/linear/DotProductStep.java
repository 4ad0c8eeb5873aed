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
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearForward;
import java.util.Arrays;
import java.util.List;

/**
 * y = x wᵀ + b with all row-major: each output is the dot product of two rows, 16 elements at a time. The 16 partial
 * sums are added up by a tree, then come what is left of the rows, in order, and the bias.
 */
public final class DotProductStep implements SampleStep {
    private static final int LANES = GroupLayout.LANES;

    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final FloatStore w;
    private final FloatStore b;
    private final RowsPlace y;
    private final int inputs;
    private final int taps;
    private final List<Tile> fullTiles;
    private final List<Tile> restTiles;
    private final LanewiseCall[] calls;

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
        this.fullTiles = batch < LANES ? List.of() : tiles(context, LANES);
        this.restTiles = batch % LANES == 0 ? List.of() : tiles(context, batch % LANES);
        final int[] vectors = RowsPlace.consecutiveOffsets(0, LANES, taps);
        final int[] rows = RowsPlace.consecutiveOffsets(0, inputs, y.width());
        final LanewiseTables tables = new LanewiseTables(x.offsets(), vectors, rows, vectors);
        this.calls = new LanewiseCall[context.workers()];
        Arrays.setAll(
                calls,
                _ -> new LanewiseCall(
                        tables, Tiling.LARGEST_TILE, context.kernels().lanewiseWorkspace()));
    }

    private List<Tile> tiles(StepContext context, int samples) {
        final List<Tile> tiles = kernels.lanewiseTiles(samples, LANES, y.width());
        tiles.forEach(tile -> context.queueWarmUp(new KernelUse.LanewiseTile(tile.shape())));
        return tiles;
    }

    @Override
    public void run(int worker, int group) {
        final LanewiseCall call = calls[worker];
        call.a = x.values(worker);
        call.firstARow = x.firstRow(group);
        call.x = w.values;
        final List<Tile> tiles = GroupLayout.samples(batch, group) == LANES ? fullTiles : restTiles;
        for (int t = 0; t < tiles.size(); t++) {
            final Tile tile = tiles.get(t);
            Arrays.fill(call.sums, 0, tile.shape().sums() * LANES, 0f);
            kernels.lanewise(call, tile.shape(), tile.row(), tile.position(), 0, taps);
            finish(call, tile, y.values(worker), y.firstRow(group));
        }
    }

    private void finish(LanewiseCall call, Tile tile, float[] to, int firstY) {
        final float[] from = call.a;
        final float[] weights = call.x;
        final int positions = tile.shape().positions();
        for (int r = 0; r < tile.shape().rows(); r++) {
            final int xAt = x.offsets()[call.firstARow + tile.row() + r];
            final int yAt = y.offsets()[firstY + tile.row() + r];
            for (int p = 0; p < positions; p++) {
                final int output = tile.position() + p;
                float sum = LaneSums.sum(call.sums, (r * positions + p) * LANES);
                for (int c = taps * LANES; c < inputs; c++) {
                    sum = Math.fma(from[xAt + c], weights[output * inputs + c], sum);
                }
                to[yAt + output] = sum + b.values[output];
            }
        }
    }
}
