package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.ConvolutionWeightTiles;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.kernel.TileMerging;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.kernel.WarmUpQueue;
import handgrad.backend.cpu.kernel.WeightSums;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.loop.LoopKind;
import handgrad.backend.cpu.loop.Loops;
import handgrad.formula.Formula;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The kernels in plain loops, for a JVM without the module jdk.incubator.vector and for programs of little work. The
 * innermost loops run over the 16 lanes, a constant, so that C2 turns them into vector instructions by itself.
 */
public final class PlainKernels extends Kernels {
    private static final int LANES = GroupLayout.LANES;

    private final boolean isChosen;

    /** For want of the Vector API. */
    public PlainKernels() {
        this(false);
    }

    /**
     * Plain loops.
     *
     * @param isChosen whether they were asked for, so that there is nothing to advise
     */
    public PlainKernels(boolean isChosen) {
        super(new WarmUpQueue(), false);
        this.isChosen = isChosen;
    }

    @Override
    public String description() {
        return isChosen ? "plain loops" : "plain loops: start with --add-modules jdk.incubator.vector for full speed";
    }

    @Override
    public Optional<String> advice() {
        return isChosen
                ? Optional.empty()
                : Optional.of("without the Vector API, in " + description() + ", as scripts/handgrad does");
    }

    @Override
    public Kernels forLittleWork() {
        return this;
    }

    @Override
    public boolean needWarmUp() {
        return false;
    }

    @Override
    public BroadcastProduct arrange(BroadcastProduct product) {
        return TileMerging.merge(product);
    }

    @Override
    public Workspace broadcastWorkspace(Collection<TileShape> shapes) {
        return new PlainBroadcastTiles(shapes);
    }

    @Override
    public Workspace lanewiseWorkspace() {
        return new PlainLanewiseTiles();
    }

    @Override
    public List<WeightSums> weightSums(ConvolutionWeightTiles tiles, int groups) {
        return PlainWeightSums.of(tiles, groups);
    }

    @Override
    public Workspace weightWorkspace(List<WeightSums> parts) {
        return PlainWeightSums.workspace(parts);
    }

    @Override
    public ElementwiseLoop loop(Formula formula) {
        return Loops.of(LoopKind.PLAIN, formula);
    }

    @Override
    public Optional<PixelProducts> pixelProducts() {
        return Optional.empty();
    }

    @Override
    public void broadcast(BroadcastCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        ((PlainBroadcastTiles) c.workspace).tile(c, shape, row, position, firstTap, endTap);
    }

    @Override
    public void update(
            BroadcastCall c, float factor, TileShape shape, int row, int position, int firstTap, int endTap) {
        ((PlainBroadcastTiles) c.workspace).update(c, factor, shape, row, position, firstTap, endTap);
    }

    @Override
    public void lanewise(LanewiseCall c, TileShape shape, int row, int position, int firstTap, int endTap) {
        ((PlainLanewiseTiles) c.workspace).tile(c, shape, row, position, firstTap, endTap);
    }

    @Override
    public void averagePool(PoolingWindows windows, float[] x, int xBase, float[] y, int yBase) {
        final int[] taps = windows.taps();
        final float factor = 1f / taps.length;
        for (int w = 0; w < windows.xPositions().length; w++) {
            final int at = xBase + windows.xPositions()[w];
            final int to = yBase + windows.yPositions()[w];
            System.arraycopy(x, at, y, to, LANES);
            for (int t = 1; t < taps.length; t++) {
                for (int l = 0; l < LANES; l++) {
                    y[to + l] += x[at + taps[t] + l];
                }
            }
            for (int l = 0; l < LANES; l++) {
                y[to + l] *= factor;
            }
        }
    }

    @Override
    public void averagePoolGradient(PoolingWindows windows, float[] dy, int yBase, float[] dx, int xBase) {
        final int[] taps = windows.taps();
        final float factor = 1f / taps.length;
        for (int w = 0; w < windows.xPositions().length; w++) {
            final int from = yBase + windows.yPositions()[w];
            for (int t = 0; t < taps.length; t++) {
                final int to = xBase + windows.xPositions()[w] + taps[t];
                if (windows.overlap()) {
                    for (int l = 0; l < LANES; l++) {
                        dx[to + l] += dy[from + l] * factor;
                    }
                } else {
                    for (int l = 0; l < LANES; l++) {
                        dx[to + l] = dy[from + l] * factor;
                    }
                }
            }
        }
    }

    @Override
    public void maxPool(
            PoolingWindows windows, float[] x, int xBase, float[] y, int yBase, int[] winner, int winnerBase) {
        final int[] taps = windows.taps();
        for (int w = 0; w < windows.xPositions().length; w++) {
            final int at = xBase + windows.xPositions()[w];
            for (int l = 0; l < LANES; l++) {
                int best = 0;
                float largest = x[at + l];
                for (int t = 1; t < taps.length; t++) {
                    final float v = x[at + taps[t] + l];
                    if (v > largest || v != v && largest == largest) {
                        largest = v;
                        best = t;
                    }
                }
                y[yBase + windows.yPositions()[w] + l] = largest;
                winner[winnerBase + w * LANES + l] = windows.places()[w] + windows.placeTaps()[best];
            }
        }
    }

    @Override
    public void maxPoolGradient(
            PoolingWindows windows, float[] dy, int yBase, int[] winner, int winnerBase, float[] dx, int xBase) {
        final int[] taps = windows.taps();
        for (int w = 0; w < windows.xPositions().length; w++) {
            for (int t = 0; t < taps.length; t++) {
                final int here = windows.places()[w] + windows.placeTaps()[t];
                final int to = xBase + windows.xPositions()[w] + taps[t];
                for (int l = 0; l < LANES; l++) {
                    final float part =
                            winner[winnerBase + w * LANES + l] == here ? dy[yBase + windows.yPositions()[w] + l] : 0f;
                    dx[to + l] = (windows.overlap() ? dx[to + l] : 0f) + part;
                }
            }
        }
    }

    @Override
    public void softmaxTerms(float[] z, int zAt, int classes, float[] terms, int termsAt, float[] summary) {
        for (int l = 0; l < LANES; l++) {
            PlainLosses.terms(z, zAt + l, classes, terms, termsAt + l, summary, l);
        }
    }

    @Override
    public void softmaxGradient(float[] dz, int dzAt, int classes, float scale, float[] summary) {
        for (int l = 0; l < LANES; l++) {
            PlainLosses.gradient(dz, dzAt + l, classes, scale, summary, l);
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
        for (int l = 0; l < lanes; l++) {
            final boolean predicted = z[zAt + l] > scoreThreshold;
            final boolean actual = y[yAt + l] > targetThreshold;
            hits[hitsAt + l] = predicted == actual ? 1 : 0;
        }
    }

    @Override
    public void pixels(byte[] bytes, int from, float[] floatOfByte, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = floatOfByte[bytes[from + i] & 0xff];
        }
    }

    @Override
    public void nonzeros(float[] x, int at, int[] offsets, int[] masks, int masksAt) {
        for (int f = 0; f < offsets.length; f++) {
            int mask = 0;
            for (int l = 0; l < LANES; l++) {
                mask |= x[at + offsets[f] + l] != 0f ? 1 << l : 0;
            }
            masks[masksAt + f] = mask;
        }
    }

    @Override
    public void sumLanes(float[] x, int at, int[] taps, float[] sums, int sumsAt) {
        for (int l = 0; l < LANES; l++) {
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            for (int k = 0; k < taps.length; k++) {
                final float term = x[at + taps[k] + l];
                switch (k & 3) {
                    case 0 -> s0 += term;
                    case 1 -> s1 += term;
                    case 2 -> s2 += term;
                    default -> s3 += term;
                }
            }
            sums[sumsAt + l] += (s0 + s1) + (s2 + s3);
        }
    }
}
