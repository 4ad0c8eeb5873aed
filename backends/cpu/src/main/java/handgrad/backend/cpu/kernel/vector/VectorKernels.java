package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.DualCall;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.kernel.TileSizes;
import handgrad.backend.cpu.kernel.Tiling;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.loop.LoopKind;
import handgrad.backend.cpu.loop.Loops;
import handgrad.formula.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels in the Vector API. Loaded only where the module jdk.incubator.vector is. */
public final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final int LANES = GroupLayout.LANES;

    private final VectorWarmUp rehearsal;
    private final boolean isForLittleWork;

    public VectorKernels() {
        this(new VectorWarmUp(), false);
    }

    private VectorKernels(VectorWarmUp rehearsal, boolean isForLittleWork) {
        this.rehearsal = rehearsal;
        this.isForLittleWork = isForLittleWork;
    }

    @Override
    public String description() {
        return "Vector API, " + SPECIES.vectorBitSize() + "-bit";
    }

    @Override
    public void expect(KernelUse use) {
        rehearsal.expect(use);
    }

    @Override
    public boolean areRehearsed() {
        return true;
    }

    @Override
    public Optional<Runnable> nextRehearsal() {
        return rehearsal.next(this);
    }

    @Override
    public Kernels forLittleWork() {
        return new VectorKernels(rehearsal, true);
    }

    @Override
    public List<Tiling.Tile> dualTiles(int rows, int usualRows, int positions) {
        return isForLittleWork
                ? Tiling.cover(rows, usualRows, positions, TileSizes.DUAL)
                : Kernels.super.dualTiles(rows, usualRows, positions);
    }

    @Override
    public List<Tiling.Tile> broadcastTiles(int rows, int usualRows, int positions) {
        return isForLittleWork
                ? Tiling.cover(rows, usualRows, positions, TileSizes.BROADCAST)
                : Kernels.super.broadcastTiles(rows, usualRows, positions);
    }

    @Override
    public void broadcast(BroadcastCall call, Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {
        VectorBroadcastTiles.tile(call, shape, row, position, firstTap, endTap);
    }

    @Override
    public void update(
            BroadcastCall call, float factor, Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {
        VectorBroadcastTiles.update(call, factor, shape, row, position, firstTap, endTap);
    }

    @Override
    public void dual(DualCall call, Tiling.TileShape shape, int row, int position, int firstTap, int endTap) {
        VectorDualTiles.tile(call, shape, row, position, firstTap, endTap);
    }

    @Override
    public ElementwiseLoop loop(Formula formula) {
        return Loops.of(LoopKind.VECTOR, formula);
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
    public void softmaxTerms(float[] z, int zAt, int classes, float[] terms, int termsAt, float[] facts) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorLosses.terms(z, zAt + lane, classes, terms, termsAt + lane, facts, lane);
        }
    }

    @Override
    public void softmaxGradient(float[] dz, int dzAt, int classes, float scale, float[] facts) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            VectorLosses.gradient(dz, dzAt + lane, classes, scale, facts, lane);
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
    public void nonzeros(float[] x, int at, int[] offsets, int[] masks, int masksAt) {
        Arrays.fill(masks, masksAt, masksAt + offsets.length, 0);
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            nonzerosFrom(x, at + lane, offsets, masks, masksAt, lane);
        }
    }

    private static void nonzerosFrom(float[] x, int at, int[] offsets, int[] masks, int masksAt, int lane) {
        for (int f = 0; f < offsets.length; f++) {
            final FloatVector v = FloatVector.fromArray(SPECIES, x, at + offsets[f]);
            masks[masksAt + f] |= (int) v.compare(VectorOperators.NE, 0f).toLong() << lane;
        }
    }

    @Override
    public void pixels(byte[] bytes, int from, float[] floatOfByte, float[] y, int yAt, int n) {
        VectorPixels.toFloats(bytes, from, floatOfByte, y, yAt, n);
    }

    @Override
    public Optional<PixelProducts> pixelProducts() {
        return VectorPixels.ARE_WHOLE ? Optional.of(new VectorPixelProducts()) : Optional.empty();
    }

    @Override
    public void sumLanes(float[] x, int at, int[] taps, float[] sums, int sumsAt) {
        for (int lane = 0; lane < LANES; lane += SPECIES.length()) {
            sumLanesFrom(x, at + lane, taps, sums, sumsAt + lane);
        }
    }

    private static void sumLanesFrom(float[] x, int at, int[] taps, float[] sums, int sumsAt) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        final int fours = taps.length & -4;
        for (int k = 0; k < fours; k += 4) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, at + taps[k]));
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + taps[k + 1]));
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + taps[k + 2]));
            s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + taps[k + 3]));
        }
        if (fours < taps.length) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, at + taps[fours]));
        }
        if (fours + 1 < taps.length) {
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + taps[fours + 1]));
        }
        if (fours + 2 < taps.length) {
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + taps[fours + 2]));
        }
        FloatVector.fromArray(SPECIES, sums, sumsAt)
                .add(s0.add(s1).add(s2.add(s3)))
                .intoArray(sums, sumsAt);
    }
}
