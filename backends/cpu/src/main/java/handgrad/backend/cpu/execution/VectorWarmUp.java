package handgrad.backend.cpu.execution;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.LanewiseTables;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PixelScaling;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.kernel.SoftmaxSummary;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.kernel.vector.VectorLaneSums;
import handgrad.backend.cpu.kernel.vector.VectorNonzeros;
import handgrad.backend.cpu.kernel.vector.VectorTenRowProducts;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.loop.LoopPlan;
import handgrad.dataset.PixelScale;
import handgrad.formula.Formula;

/**
 * The JIT warm-up of a vector kernel: some calls with little work, so that the JVM compiles it from its beginning. A
 * first call with all of its work would be replaced in the middle of its loop (on-stack replacement) by code that keeps
 * the sums as objects: slow to compile, slow to run, and thrown away after.
 */
public final class VectorWarmUp {
    /** More calls than the compile threshold of the launcher's options; without these they are merely soon over. */
    private static final int CALLS = 24;

    /**
     * Calls of a kernel with a higher threshold: C2 inlines the exponential function only once a profile says which
     * vectors it works on. The threshold rises while the compiler has much to do.
     */
    private static final int MANY_CALLS = 200;

    /** Turns of a kernel's loop in a call: enough for the compiler to see a loop, too few for on-stack replacement. */
    private static final int TURNS = 4;

    /** Elements of an operand: some fill no vector, for the loop over the remainder. */
    private static final int ELEMENTS = TURNS * GroupLayout.LANES + 3;

    /** Taps for a sum of lanes: three remain after the fours. */
    private static final int SUM_TAPS = 15;

    private static final float[] FLOAT_OF_BYTE = PixelScale.UNIT.table();
    private static final PixelScaling FACTORS = PixelScaling.of(FLOAT_OF_BYTE);

    private VectorWarmUp() {}

    /** The warm-up of one of the {@code VectorKernels}, for any thread. */
    public static Runnable of(Kernels kernels, KernelUse use) {
        final Runnable call = call(kernels, use);
        final int calls = use == KernelUse.Single.SOFTMAX_TERMS ? MANY_CALLS : CALLS;
        return () -> {
            for (int i = 0; i < calls; i++) {
                call.run();
            }
        };
    }

    /** One call, with operands of its own, all zero. */
    private static Runnable call(Kernels kernels, KernelUse use) {
        final float[] x = new float[ELEMENTS];
        final float[] y = new float[ELEMENTS];
        final int[] ints = new int[TURNS * GroupLayout.LANES];
        final float[] summary = new float[SoftmaxSummary.SIZE];
        return switch (use) {
            case KernelUse.BroadcastTile(final TileShape shape) -> {
                final BroadcastCall call = broadcast(shape);
                yield () -> kernels.broadcast(call, shape, 0, 0, 0, TURNS);
            }
            case KernelUse.UpdateTile(final TileShape shape) -> {
                final BroadcastCall call = broadcast(shape);
                yield () -> kernels.update(call, 0f, shape, 0, 0, 0, TURNS);
            }
            case KernelUse.LanewiseTile(final TileShape shape) -> {
                final LanewiseCall call = lanewise(shape);
                yield () -> kernels.lanewise(call, shape, 0, 0, 0, TURNS);
            }
            case KernelUse.Loop(final Formula formula) -> loop(kernels.loop(formula), formula);
            case KernelUse.AveragePool(final int taps, final boolean overlap, final boolean gradient) -> {
                final PoolingWindows windows = windows(taps, overlap);
                yield gradient
                        ? () -> kernels.averagePoolGradient(windows, x, 0, y, 0)
                        : () -> kernels.averagePool(windows, x, 0, y, 0);
            }
            case KernelUse.MaxPool(final int taps, final boolean overlap, final boolean gradient) -> {
                final PoolingWindows windows = windows(taps, overlap);
                yield gradient
                        ? () -> kernels.maxPoolGradient(windows, x, 0, ints, 0, y, 0)
                        : () -> kernels.maxPool(windows, x, 0, y, 0, ints, 0);
            }
            case KernelUse.PixelDots(final int outputs) -> pixelDots(kernels, outputs);
            case KernelUse.PixelGradient(final int outputs) -> pixelGradient(kernels, outputs);
            case KernelUse.Single.SOFTMAX_TERMS -> () -> kernels.softmaxTerms(x, 0, TURNS, y, 0, summary);
            case KernelUse.Single.SOFTMAX_GRADIENT -> () -> kernels.softmaxGradient(y, 0, TURNS, 0f, summary);
            case KernelUse.Single.SCORE_HITS -> () -> kernels.scoreHits(x, 0, 0f, x, 0, 0f, ints, 0, ints.length);
            case KernelUse.Single.PIXELS -> {
                final byte[] pixels = new byte[ELEMENTS];
                yield () -> kernels.pixels(pixels, 0, FLOAT_OF_BYTE, y, 0, ELEMENTS);
            }
            case KernelUse.Single.NONZEROS -> {
                final int[] offsets = new int[TURNS];
                yield () -> kernels.nonzeros(x, 0, offsets, ints, 0);
            }
            case KernelUse.Single.SUM_LANES -> {
                final int[] taps = new int[SUM_TAPS];
                yield () -> kernels.sumLanes(x, 0, taps, y, 0);
            }
        };
    }

    private static BroadcastCall broadcast(TileShape shape) {
        final int[] rows = new int[shape.rows()];
        final int[] positions = new int[shape.positions()];
        final int[] taps = new int[TURNS];
        final BroadcastCall call = new BroadcastCall(
                new BroadcastTables(rows, taps, positions, taps, rows, positions, rows, positions), Workspace.NONE);
        call.a = new float[GroupLayout.LANES];
        call.x = call.a;
        call.init = call.a;
        call.y = call.a;
        return call;
    }

    private static LanewiseCall lanewise(TileShape shape) {
        final int[] taps = new int[TURNS];
        final LanewiseCall call = new LanewiseCall(
                new LanewiseTables(new int[shape.rows()], taps, new int[shape.positions()], taps),
                shape.sums(),
                Workspace.NONE);
        call.a = new float[GroupLayout.LANES];
        call.x = call.a;
        return call;
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

    /** A few windows, all in the same place. */
    private static PoolingWindows windows(int taps, boolean overlap) {
        return new PoolingWindows(
                new int[TURNS], new int[TURNS], new int[taps], new int[TURNS], new int[taps], overlap, true);
    }

    private static Runnable pixelDots(Kernels kernels, int outputs) {
        final byte[] pixels = new byte[TURNS * Long.SIZE];
        final int[] rows = new int[GroupLayout.LANES];
        final float[] w = new float[TURNS * GroupLayout.LANES];
        if (outputs == 1) {
            final PixelProducts products = kernels.pixelProducts().orElseThrow();
            final float[] sums = new float[GroupLayout.LANES * GroupLayout.LANES];
            return () -> products.dotsOfOne(pixels, rows, 0, rows.length, FACTORS, w, w.length, sums);
        }
        // One sample pair, not a group, which is much work for code that is not yet compiled.
        final long[] nonblank = new long[GroupLayout.LANES];
        final float[] scratch = new float[PixelProducts.SCRATCH_OF_TEN];
        return () -> {
            VectorNonzeros.ofPixels(pixels, rows, 0, 2 * Long.SIZE, nonblank);
            VectorTenRowProducts.dotsOfTwo(pixels, 0, 0, (1L << TURNS) - 1, FACTORS, w, 0, 0, scratch, 0);
            VectorLaneSums.ofGroup(scratch, 2, scratch, 0);
        };
    }

    private static Runnable pixelGradient(Kernels kernels, int outputs) {
        final PixelProducts products = kernels.pixelProducts().orElseThrow();
        final byte[] pixels = new byte[PixelProducts.COLUMNS_OF_ONE];
        final int[] rows = new int[TURNS];
        final float[] dy = new float[PixelProducts.TEN * GroupLayout.LANES];
        final float[] sums = new float[TURNS * PixelProducts.COLUMNS_OF_ONE];
        return outputs == 1
                ? () -> products.gradientOfOne(pixels, rows, 0, TURNS, rows, FACTORS, dy, 0, sums)
                : () -> products.gradientOfTen(pixels, rows, rows, TURNS, 0, FACTORS, dy, sums, 0);
    }
}
