package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.kernel.WarmUpQueue;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.loop.LoopKind;
import handgrad.backend.cpu.loop.Loops;
import handgrad.formula.Formula;
import java.util.Collection;
import java.util.Optional;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in the Vector API, loaded only where the module jdk.incubator.vector is. Where registers hold fewer than
 * 16 floats, a kernel runs for each part of the lanes in turn.
 */
public final class VectorKernels extends Kernels {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = GroupLayout.LANES;

    private final WarmUpQueue warmUps;

    /** Kernels, none of which is warmed up. */
    public VectorKernels() {
        this(new WarmUpQueue(), false);
    }

    private VectorKernels(WarmUpQueue warmUps, boolean hasFewTileShapes) {
        super(warmUps, hasFewTileShapes);
        this.warmUps = warmUps;
    }

    @Override
    public String description() {
        return "Vector API, " + SPECIES.vectorBitSize() + "-bit";
    }

    @Override
    public Optional<String> advice() {
        return Optional.empty();
    }

    @Override
    public Kernels forLittleWork() {
        return new VectorKernels(warmUps, true);
    }

    @Override
    public boolean needWarmUp() {
        return true;
    }

    @Override
    public BroadcastProduct arrange(BroadcastProduct product) {
        return product;
    }

    @Override
    public Workspace broadcastWorkspace(Collection<TileShape> shapes) {
        return Workspace.NONE;
    }

    @Override
    public Workspace lanewiseWorkspace() {
        return Workspace.NONE;
    }

    @Override
    public ElementwiseLoop loop(Formula formula) {
        return Loops.of(LoopKind.VECTOR, formula);
    }

    @Override
    public Optional<PixelProducts> pixelProducts() {
        return VectorPixels.ARE_WHOLE ? Optional.of(new VectorPixelProducts()) : Optional.empty();
    }

    @Override
    public void broadcast(BroadcastCall call, TileShape shape, int row, int position, int firstTap, int endTap) {
        VectorBroadcastTiles.tile(call, shape, row, position, firstTap, endTap);
    }

    @Override
    public void update(
            BroadcastCall call, float factor, TileShape shape, int row, int position, int firstTap, int endTap) {
        VectorBroadcastTiles.update(call, factor, shape, row, position, firstTap, endTap);
    }

    @Override
    public void lanewise(LanewiseCall call, TileShape shape, int row, int position, int firstTap, int endTap) {
        VectorLanewiseTiles.tile(call, shape, row, position, firstTap, endTap);
    }

    @Override
    public void averagePool(PoolingWindows windows, float[] x, int xBase, float[] y, int yBase) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorPooling.average(windows, x, xBase + lane, y, yBase + lane);
        }
    }

    @Override
    public void averagePoolGradient(PoolingWindows windows, float[] dy, int yBase, float[] dx, int xBase) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorPooling.averageGradient(windows, dy, yBase + lane, dx, xBase + lane);
        }
    }

    @Override
    public void maxPool(
            PoolingWindows windows, float[] x, int xBase, float[] y, int yBase, int[] winner, int winnerBase) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorPooling.max(windows, x, xBase + lane, y, yBase + lane, winner, winnerBase + lane);
        }
    }

    @Override
    public void maxPoolGradient(
            PoolingWindows windows, float[] dy, int yBase, int[] winner, int winnerBase, float[] dx, int xBase) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorPooling.maxGradient(windows, dy, yBase + lane, winner, winnerBase + lane, dx, xBase + lane);
        }
    }

    @Override
    public void softmaxTerms(float[] z, int zAt, int classes, float[] terms, int termsAt, float[] summary) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorLosses.terms(z, zAt + lane, classes, terms, termsAt + lane, summary, lane);
        }
    }

    @Override
    public void softmaxGradient(float[] dz, int dzAt, int classes, float scale, float[] summary) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorLosses.gradient(dz, dzAt + lane, classes, scale, summary, lane);
        }
    }

    @Override
    public void scoreHits(
            float[] z,
            int zAt,
            float scoreThreshold,
            float[] y,
            int yAt,
            float targetThreshold,
            int[] hits,
            int hitsAt,
            int lanes) {
        VectorLosses.hits(z, zAt, scoreThreshold, y, yAt, targetThreshold, hits, hitsAt, lanes);
    }

    @Override
    public void pixels(byte[] bytes, int from, float[] floatOfByte, float[] y, int yAt, int n) {
        VectorPixels.toFloats(bytes, from, floatOfByte, y, yAt, n);
    }

    @Override
    public void nonzeros(float[] x, int at, int[] offsets, int[] masks, int masksAt) {
        VectorNonzeros.ofLanes(x, at, offsets, masks, masksAt);
    }

    @Override
    public void sumLanes(float[] x, int at, int[] taps, float[] sums, int sumsAt) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorLaneSums.overTaps(x, at + lane, taps, sums, sumsAt + lane);
        }
    }
}
