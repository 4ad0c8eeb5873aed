package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.DualCall;
import handgrad.backend.cpu.kernel.DualTables;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.kernel.SoftmaxFacts;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.loop.LoopPlan;
import handgrad.dataset.PixelScale;
import handgrad.formula.Formula;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Calls kernels some times with little work before their first use, so that they are compiled from their beginning. A first call with all of its work
 * would be replaced in the middle of its loop, by code that takes the sums over as objects and keeps them so: slow to compile, slow to run, and
 * thrown away after. Each kernel's calls are apart from the others', so that threads can share them: while one waits for the compiler, another
 * has it compile the next kernel.
 */
final class VectorWarmUp {
    /** More calls than the launcher's threshold asks for; without the launcher's options they are merely soon over. */
    private static final int CALLS = 24;

    /**
     * As many for a kernel whose threshold is higher: for one that is told from hardly any calls which vectors the exponential function works on, the compiler does
     * not yet believe it. The threshold rises while the compiler has much to do.
     */
    private static final int MANY_CALLS = 200;

    /** Turns of a kernel's loop in a call: enough for the compiler to see that it turns, too few to be replaced within. */
    private static final int TURNS = 4;

    /** The elements of an operand, and some that fill no vector, for the loop over what is left at the end. */
    private static final int ELEMENTS = TURNS * GroupLayout.LANES + 3;

    /** Taps for a sum of lanes, with three left over that are no fourth of a four. */
    private static final int SUM_TAPS = 15;

    private static final float[] FLOAT_OF_BYTE = PixelScale.UNIT.table();
    private static final PixelScaling FACTORS = PixelScaling.of(FLOAT_OF_BYTE);

    private final Set<KernelUse> known = ConcurrentHashMap.newKeySet();
    private final Queue<KernelUse> expected = new ConcurrentLinkedQueue<>();

    /** Notes that a kernel will be used. Threads may plan at the same time. */
    void expect(KernelUse use) {
        if (known.add(use)) {
            expected.add(use);
        }
    }

    /** The rehearsal of one of the kernels that were noted, for any thread; empty if none is left. */
    Optional<Runnable> next(VectorKernels kernels) {
        return Optional.ofNullable(expected.poll()).map(use -> {
            final Runnable call = call(kernels, use);
            final int calls = use == KernelUse.Single.SOFTMAX_TERMS ? MANY_CALLS : CALLS;
            return () -> {
                for (int i = 0; i < calls; i++) {
                    call.run();
                }
            };
        });
    }

    /** One call of a kernel, with operands of its own, all zero. */
    private static Runnable call(VectorKernels kernels, KernelUse use) {
        final float[] x = new float[ELEMENTS];
        final float[] y = new float[ELEMENTS];
        return switch (use) {
            case KernelUse.BroadcastTile(final TileShape shape) -> {
                final BroadcastCall call = call(shape);
                yield () -> kernels.broadcast(call, shape, 0, 0, 0, TURNS);
            }
            case KernelUse.UpdateTile(final TileShape shape) -> {
                final BroadcastCall call = call(shape);
                yield () -> kernels.update(call, 0f, shape, 0, 0, 0, TURNS);
            }
            case KernelUse.DualTile(final TileShape shape) -> dual(kernels, shape);
            case KernelUse.Loop(final Formula formula) -> loop(kernels.loop(formula), formula);
            case KernelUse.AveragePool(final int taps, final boolean overlap, final boolean gradient) -> {
                final PoolingWindows windows = windows(taps, overlap);
                yield gradient
                        ? () -> kernels.averagePoolGradient(windows, x, 0, y, 0)
                        : () -> kernels.averagePool(windows, x, 0, y, 0);
            }
            case KernelUse.MaxPool(final int taps, final boolean overlap, final boolean gradient) -> {
                final PoolingWindows windows = windows(taps, overlap);
                final int[] winners = new int[TURNS * GroupLayout.LANES];
                yield gradient
                        ? () -> kernels.maxPoolGradient(windows, x, 0, winners, 0, y, 0)
                        : () -> kernels.maxPool(windows, x, 0, y, 0, winners, 0);
            }
            case KernelUse.Single.SOFTMAX_TERMS ->
                () -> kernels.softmaxTerms(x, 0, TURNS, y, 0, new float[SoftmaxFacts.SIZE]);
            case KernelUse.Single.SOFTMAX_GRADIENT ->
                () -> kernels.softmaxGradient(y, 0, TURNS, 0f, new float[SoftmaxFacts.SIZE]);
            case KernelUse.Single.SCORE_HITS -> {
                final int[] hits = new int[TURNS * GroupLayout.LANES];
                yield () -> kernels.scoreHits(x, 0, 0f, x, 0, 0f, hits, 0, TURNS * GroupLayout.LANES);
            }
            case KernelUse.Single.PIXELS -> {
                final byte[] pixels = new byte[ELEMENTS];
                yield () -> kernels.pixels(pixels, 0, FLOAT_OF_BYTE, y, 0, ELEMENTS);
            }
            case KernelUse.PixelDots(final int outputs) -> pixelDots(kernels, outputs);
            case KernelUse.PixelGradient(final int outputs) -> pixelGradient(kernels, outputs);
            case KernelUse.Single.NONZEROS -> {
                final int[] offsets = new int[TURNS];
                final int[] masks = new int[TURNS];
                yield () -> kernels.nonzeros(x, 0, offsets, masks, 0);
            }
            case KernelUse.Single.SUM_LANES -> {
                final int[] taps = new int[SUM_TAPS];
                yield () -> kernels.sumLanes(x, 0, taps, y, 0);
            }
        };
    }

    private static Runnable loop(ElementwiseLoop loop, Formula formula) {
        if (LoopPlan.isSmall(formula)) {
            final float[] x = new float[ELEMENTS];
            final float[] y = new float[ELEMENTS];
            return () -> loop.run(x, 0, x, 0, x, 0, 0f, y, 0, ELEMENTS);
        }
        final float[][] elements = new float[formula.elements().size()][ELEMENTS];
        final float[][] scalars = new float[formula.scalars().size()][1];
        final float[][] results = new float[formula.results().size()][ELEMENTS];
        return () -> loop.run(elements, scalars, results, 0, ELEMENTS);
    }

    private static Runnable pixelDots(VectorKernels kernels, int outputs) {
        final byte[] pixels = new byte[TURNS * Long.SIZE];
        final int[] rows = new int[GroupLayout.LANES];
        if (outputs == 1) {
            final PixelProducts products = kernels.pixelProducts().orElseThrow();
            final float[] w = new float[TURNS * GroupLayout.LANES];
            final float[] sums = new float[GroupLayout.LANES * GroupLayout.LANES];
            return () -> products.dotsOfOne(pixels, rows, 0, rows.length, FACTORS, w, w.length, sums);
        }
        // One by one: a whole group is much work for code that is not yet compiled.
        final long[] ink = new long[GroupLayout.LANES];
        final float[] w = new float[TURNS * GroupLayout.LANES];
        final float[] scratch = new float[PixelProducts.SCRATCH_OF_TEN];
        return () -> {
            VectorNonblank.ofGroup(pixels, rows, 0, 2 * Long.SIZE, ink);
            VectorTenRowProducts.dotsOfTwo(pixels, 0, 0, (1L << TURNS) - 1, FACTORS, w, 0, 0, scratch, 0);
            VectorLaneSums.ofGroup(scratch, 2, scratch, 0);
        };
    }

    private static Runnable pixelGradient(VectorKernels kernels, int outputs) {
        final PixelProducts products = kernels.pixelProducts().orElseThrow();
        final byte[] pixels = new byte[PixelProducts.COLUMNS_OF_ONE];
        final int[] rows = new int[TURNS];
        final float[] dy = new float[PixelProducts.TEN * GroupLayout.LANES];
        final float[] sums = new float[TURNS * PixelProducts.COLUMNS_OF_ONE];
        return outputs == 1
                ? () -> products.gradientOfOne(pixels, rows, 0, TURNS, rows, FACTORS, dy, 0, sums)
                : () -> products.gradientOfTen(pixels, rows, rows, TURNS, 0, FACTORS, dy, sums, 0);
    }

    private static BroadcastCall call(TileShape shape) {
        final int[] rows = new int[shape.rows()];
        final int[] positions = new int[shape.positions()];
        final int[] taps = new int[TURNS];
        final BroadcastCall call =
                new BroadcastCall(new BroadcastTables(rows, taps, positions, taps, rows, positions, rows, positions));
        call.a = new float[GroupLayout.LANES];
        call.x = call.a;
        call.init = call.a;
        call.y = call.a;
        return call;
    }

    private static Runnable dual(VectorKernels kernels, TileShape shape) {
        final int[] taps = new int[TURNS];
        final DualCall call =
                new DualCall(new DualTables(new int[shape.rows()], taps, new int[shape.positions()], taps), 1);
        call.a = new float[GroupLayout.LANES];
        call.x = call.a;
        return () -> kernels.dual(call, shape, 0, 0, 0, TURNS);
    }

    /** A few windows, all in the same place. */
    private static PoolingWindows windows(int taps, boolean overlap) {
        return new PoolingWindows(
                new int[TURNS], new int[TURNS], new int[taps], new int[TURNS], new int[taps], overlap, true);
    }
}
