package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastProduct.Piece;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.TileSizes;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Wide weights times all groups of samples, the samples innermost, in blocks of rows: y = x wᵀ + b, whose rows are
 * the outputs and whose taps the inputs, or dx = dy w, where it is the other way round. All groups are computed
 * together, so that weights that come from memory are used for all samples.
 */
public final class WideProductStep implements BlockStep {
    private static final int LANES = GroupLayout.LANES;

    /** Rows in a block: eight tiles of 6. */
    private static final int ROWS = 48;

    /** Floats of the groups that a tile takes at once which stay in the second-level cache beside a block's weights. */
    private static final int CACHED = 1 << 17;

    /** The most groups that a tile takes at once. */
    private static final int GROUPS = 4;

    private final Kernels kernels;
    private final GroupedPlace from;
    private final FloatStore w;
    private final GroupedPlace to;
    private final Optional<FloatStore> biases;
    private final Optional<NonzeroTaps> nonzeros;
    private final int[] starts;
    private final int allTaps;
    private final int tapsAtOnce;
    private final List<BroadcastProduct> blocks = new ArrayList<>();
    private final BroadcastCall[] firstCalls;
    private final BroadcastCall[] nextCalls;
    private final float[] start;

    private WideProductStep(
            StepContext context,
            GroupedPlace from,
            FloatStore w,
            GroupedPlace to,
            BroadcastTables tables,
            Optional<FloatStore> biases,
            Optional<NonzeroTaps> nonzeros,
            int[] starts) {
        this.kernels = context.kernels();
        this.from = from;
        this.w = w;
        this.to = to;
        this.biases = biases;
        this.nonzeros = nonzeros;
        this.starts = starts;
        this.allTaps = tables.aTaps().length;
        this.tapsAtOnce = CACHED / LANES / Math.min(GROUPS, tables.xPositions().length);
        for (int block = 0; block + 1 < starts.length; block++) {
            blocks.add(context.arrange(block(tables, starts[block], starts[block + 1])));
        }
        final List<TileShape> shapes = blocks.stream()
                .flatMap(block -> block.tiles().stream())
                .map(Piece::shape)
                .distinct()
                .toList();
        // All positions have the same sums, so that arranging keeps their order and one table serves all blocks.
        this.firstCalls = new BroadcastCall[context.workers()];
        this.nextCalls = new BroadcastCall[context.workers()];
        for (int worker = 0; worker < firstCalls.length; worker++) {
            final int number = worker;
            final BroadcastTables mine =
                    nonzeros.map(taps -> taps.tables(number, tables)).orElse(tables);
            firstCalls[worker] = new BroadcastCall(mine, kernels.broadcastWorkspace(shapes));
            nextCalls[worker] = new BroadcastCall(mine.accumulating(), firstCalls[worker].workspace);
        }
        this.start = new float[(biases.isPresent() ? tables.yRows().length : 1) * LANES];
    }

    private static BroadcastProduct block(BroadcastTables tables, int first, int end) {
        final int taps = tables.aTaps().length;
        return new BroadcastProduct(
                tables,
                Tiling.cut(end - first, tables.xPositions().length, TileSizes.BROADCAST).stream()
                        .map(tile -> new Piece(tile.shape(), first + tile.row(), tile.position(), 0, taps))
                        .toList());
    }

    /** y = x wᵀ + b. Inputs that are zero in all samples are left out if the program tells which they are. */
    public static WideProductStep of(StepContext context, LinearForward f) {
        final Memory memory = context.memory();
        final GroupedPlace x = memory.grouped(f.x());
        final GroupedPlace y = memory.grouped(f.y());
        final int[] inputs = x.grid().offsets();
        final int[] outputs = y.grid().offsets();
        return new WideProductStep(
                context,
                x,
                memory.floats(f.w()),
                y,
                BroadcastTables.of(
                                RowsPlace.consecutiveOffsets(0, inputs.length, outputs.length),
                                RowsPlace.consecutiveOffsets(0, 1, inputs.length),
                                groups(x, f.x()),
                                inputs,
                                outputs,
                                groups(y, f.y()))
                        .startingByRow(),
                Optional.of(memory.floats(f.b())),
                memory.nonzeros(f.x()).map(masks -> new NonzeroTaps(context.workers(), masks, inputs)),
                WideBlocks.starts(outputs.length, ROWS));
    }

    /** dx = dy w. */
    public static WideProductStep of(StepContext context, LinearBackwardInput b) {
        return of(context, b, WideBlocks.starts(b.w().shape().dimension(1), ROWS));
    }

    /**
     * dx = dy w.
     *
     * @param starts the first row of each block, and the number of rows
     */
    static WideProductStep of(StepContext context, LinearBackwardInput b, int[] starts) {
        final Memory memory = context.memory();
        final GroupedPlace dy = memory.grouped(b.dy());
        final GroupedPlace dx = memory.grouped(b.dx());
        final int[] outputs = dy.grid().offsets();
        final int[] inputs = dx.grid().offsets();
        return new WideProductStep(
                context,
                dy,
                memory.floats(b.w()),
                dx,
                BroadcastTables.of(
                        RowsPlace.consecutiveOffsets(0, 1, inputs.length),
                        RowsPlace.consecutiveOffsets(0, inputs.length, outputs.length),
                        groups(dy, b.dy()),
                        outputs,
                        inputs,
                        groups(dx, b.dx())),
                Optional.empty(),
                Optional.empty(),
                starts);
    }

    private static int[] groups(GroupedPlace place, Tensor tensor) {
        return IntStream.range(0, GroupLayout.groups(tensor.shape().batch()))
                .map(place::at)
                .toArray();
    }

    @Override
    public int blocks() {
        return blocks.size();
    }

    @Override
    public void run(int worker, int block) {
        final int taps = nonzeros.isPresent() ? nonzeros.get().find(worker) : allTaps;
        int tap = 0;
        // Without any tap the sums are what they begin with, which has to be stored nevertheless.
        do {
            final int end = Math.min(taps, tap + tapsAtOnce);
            run(worker, block, tap, end);
            tap = end;
        } while (tap < taps);
    }

    /** Sums a block's rows over the taps from {@code first} to {@code end - 1}; the first sums begin with the bias. */
    void run(int worker, int block, int first, int end) {
        if (first == 0 && biases.isPresent()) {
            final float[] values = biases.get().values;
            for (int r = starts[block]; r < starts[block + 1]; r++) {
                Arrays.fill(start, r * LANES, (r + 1) * LANES, values[r]);
            }
        }
        final BroadcastCall call = (first == 0 ? firstCalls : nextCalls)[worker];
        call.a = w.values;
        call.x = from.values(0);
        call.y = to.values(0);
        call.init = first == 0 ? start : call.y;
        blocks.get(block).run(kernels, call, first, end);
    }
}
