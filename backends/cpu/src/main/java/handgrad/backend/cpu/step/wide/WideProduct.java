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
import handgrad.backend.cpu.layout.IntPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A product of wide weights and the lanes of all groups of samples, in blocks of its rows: y = x wᵀ + b, whose rows are the outputs and whose taps the
 * inputs, or dx = dy w, where it is the other way round. All groups together, because then a weight that comes from memory is used for all samples.
 */
final class WideProduct {
    private final Kernels kernels;
    private final GroupedPlace from;
    private final FloatStore w;
    private final GroupedPlace to;
    private final float[] start;
    private final List<BroadcastProduct> blocks = new ArrayList<>();
    private final BroadcastCall[] firstCalls;
    private final BroadcastCall[] nextCalls;
    private final int allTaps;
    private final Optional<NonzeroTaps> nonzeros;

    /**
     * A product.
     *
     * @param tables where its operands lie, with sums that begin with the elements of {@code start}
     * @param nonzeros the taps that count, if it is worth asking
     * @param starts the first row of each block, and the number of rows
     * @param start what sums begin with
     */
    private WideProduct(
            Kernels kernels,
            int workers,
            GroupedPlace from,
            FloatStore w,
            GroupedPlace to,
            BroadcastTables tables,
            Optional<NonzeroTaps> nonzeros,
            int[] starts,
            float[] start) {
        this.kernels = kernels;
        this.from = from;
        this.w = w;
        this.to = to;
        this.start = start;
        for (int b = 0; b + 1 < starts.length; b++) {
            blocks.add(kernels.arrange(block(tables, starts[b], starts[b + 1])));
            blocks.getLast().queueWarmUp(kernels);
        }
        // All positions have the same sums, so arranged tiles keep their order, and the tables serve all blocks.
        this.allTaps = tables.aTaps().length;
        this.nonzeros = nonzeros;
        this.firstCalls = new BroadcastCall[workers];
        this.nextCalls = new BroadcastCall[workers];
        final Set<TileShape> shapes = blocks.stream()
                .flatMap(block -> block.tiles().stream().map(Piece::shape))
                .collect(Collectors.toSet());
        for (int worker = 0; worker < workers; worker++) {
            final int mine = worker;
            final BroadcastTables over =
                    nonzeros.map(taps -> taps.of(mine, tables)).orElse(tables);
            firstCalls[worker] = new BroadcastCall(over, kernels.broadcastWorkspace(shapes));
            nextCalls[worker] = new BroadcastCall(over.accumulating(), firstCalls[worker].workspace);
        }
    }

    private static BroadcastProduct block(BroadcastTables tables, int first, int end) {
        return new BroadcastProduct(
                tables,
                Tiling.cut(end - first, tables.xPositions().length, TileSizes.BROADCAST).stream()
                        .map(tile ->
                                new Piece(tile.shape(), first + tile.row(), tile.position(), 0, tables.aTaps().length))
                        .toList());
    }

    /**
     * y = x wᵀ + b, its rows the outputs; the biases are to be put in place with {@link #start}.
     *
     * @param nonzeros which elements of x are not zero, if it is worth asking
     */
    static WideProduct forward(
            Kernels kernels,
            int workers,
            int batch,
            GroupedPlace x,
            Optional<IntPlace> nonzeros,
            FloatStore w,
            GroupedPlace y,
            int[] starts) {
        final int[] inputs = x.grid().offsets();
        final int[] outputs = y.grid().offsets();
        final BroadcastTables tables = BroadcastTables.of(
                        multiples(outputs.length, inputs.length),
                        multiples(inputs.length, 1),
                        groups(x, batch),
                        inputs,
                        outputs,
                        groups(y, batch))
                .startingByRow();
        return new WideProduct(
                kernels,
                workers,
                x,
                w,
                y,
                tables,
                nonzeros.map(masks -> new NonzeroTaps(workers, masks, inputs)),
                starts,
                new float[outputs.length * GroupLayout.LANES]);
    }

    /** dx = dy w, its rows the inputs. */
    static WideProduct backward(
            Kernels kernels, int workers, int batch, GroupedPlace dy, FloatStore w, GroupedPlace dx, int[] starts) {
        final int[] outputs = dy.grid().offsets();
        final int[] inputs = dx.grid().offsets();
        final BroadcastTables tables = BroadcastTables.of(
                multiples(inputs.length, 1),
                multiples(outputs.length, inputs.length),
                groups(dy, batch),
                outputs,
                inputs,
                groups(dx, batch));
        return new WideProduct(
                kernels, workers, dy, w, dx, tables, Optional.empty(), starts, new float[GroupLayout.LANES]);
    }

    private static int[] groups(GroupedPlace place, int batch) {
        return IntStream.range(0, GroupLayout.groups(batch)).map(place::at).toArray();
    }

    private static int[] multiples(int count, int step) {
        return IntStream.range(0, count).map(i -> i * step).toArray();
    }

    /** What the sums begin with: for y = x wᵀ + b, a row's 16 lanes of its bias. */
    float[] start() {
        return start;
    }

    /** How many blocks there are. */
    int blocks() {
        return blocks.size();
    }

    /** How many taps there are in this step, for {@link #run} on the same worker. */
    int taps(int worker) {
        return nonzeros.isPresent() ? nonzeros.get().count(worker) : allTaps;
    }

    /** Sums a block's rows over some taps, from the first to the one before {@code end}; those after the first taps add to what is there. */
    void run(int worker, int block, int first, int end) {
        final BroadcastCall call = (first == 0 ? firstCalls : nextCalls)[worker];
        call.a = w.values;
        call.x = from.values(0);
        call.y = to.values(0);
        call.init = first == 0 ? start : call.y;
        blocks.get(block).run(kernels, call, first, end);
    }
}
