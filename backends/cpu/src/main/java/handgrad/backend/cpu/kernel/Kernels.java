package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.Tiling.Tile;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.formula.Formula;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The backend's micro-kernels, and how products are cut for them. With samples innermost, an element is 16 consecutive
 * floats: the lanes, one for each sample of a group.
 *
 * <p>There are two implementations, the Vector API and plain loops, which share what is not abstract here and give the
 * same bits. Methods that plan are called while a program is planned; the others only compute.
 */
public abstract class Kernels {
    private final WarmUpQueue warmUps;
    private final boolean hasFewTileShapes;

    /**
     * Micro-kernels.
     *
     * @param warmUps receives the kernels that plans use
     * @param hasFewTileShapes whether each product is cut into tiles of one shape, so that few kernels have to be
     *     compiled: for trainings that may be over before more pay off
     */
    protected Kernels(WarmUpQueue warmUps, boolean hasFewTileShapes) {
        this.warmUps = warmUps;
        this.hasFewTileShapes = hasFewTileShapes;
    }

    /** What does the work, for a person: {@code Vector API, 512-bit}. */
    public abstract String description();

    /** What would be faster, as a line for a person; empty if nothing would. */
    public abstract Optional<String> advice();

    /** The same kernels, with the same warm-ups and the same bits, for programs of little work: few tile shapes. */
    public abstract Kernels forLittleWork();

    /** Whether kernels need a JIT warm-up: they are far slower until they are compiled. */
    public abstract boolean needWarmUp();

    /** Queues a kernel that a plan uses for its warm-up, unless it was queued before. Any thread may call this. */
    public final void queueWarmUp(KernelUse use) {
        if (needWarmUp()) {
            warmUps.add(use);
        }
    }

    /** Takes the kernel that waits longest for its warm-up; empty if none does. Any thread may call this. */
    public final Optional<KernelUse> nextWarmUp() {
        return warmUps.next();
    }

    /**
     * Cuts a {@link #broadcast} product whose sums may be computed twice.
     *
     * @param rows how many rows it has
     * @param usualRows how many most products of the kind have: a group that is not full may share the full ones' tiles
     * @param positions how many positions
     * @return tiles of {@link TileSizes#BROADCAST} that cover each sum at least once
     */
    public final List<Tile> broadcastTiles(int rows, int usualRows, int positions) {
        return tiles(rows, usualRows, positions, TileSizes.BROADCAST);
    }

    /** The same for a {@link #lanewise} product, in tiles of {@link TileSizes#LANEWISE}. */
    public final List<Tile> lanewiseTiles(int rows, int usualRows, int positions) {
        return tiles(rows, usualRows, positions, TileSizes.LANEWISE);
    }

    private List<Tile> tiles(int rows, int usualRows, int positions, List<TileShape> shapes) {
        return hasFewTileShapes
                ? Tiling.cover(rows, usualRows, positions, shapes)
                : Tiling.cut(rows, positions, shapes);
    }

    /**
     * Cuts a product again, into the tiles that suit these kernels.
     *
     * @param product tiles of {@link TileSizes#BROADCAST}, or for {@link #update} of {@link TileSizes#UPDATE}
     * @return the same sums; positions may be in another order unless the sums of all go over the same rows and taps
     */
    public abstract BroadcastProduct arrange(BroadcastProduct product);

    /** Working arrays for one thread's calls of {@link #broadcast} and {@link #update} with tiles of some shapes. */
    public abstract Workspace broadcastWorkspace(Collection<TileShape> shapes);

    /** Working arrays for one thread's calls of {@link #lanewise}. */
    public abstract Workspace lanewiseWorkspace();

    /**
     * Cuts the weight gradient of a convolution into parts for threads to share.
     *
     * @param tiles the gradient
     * @param groups how many groups of samples are summed at a time
     * @return parts, each of its own weights
     */
    public List<WeightSums> weightSums(ConvolutionWeightTiles tiles, int groups) {
        return TiledWeightSums.of(this, tiles, groups);
    }

    /** Working arrays for one thread's calls of any of these parts. */
    public Workspace weightWorkspace(List<WeightSums> parts) {
        return lanewiseWorkspace();
    }

    /** The loop of a formula. */
    public abstract ElementwiseLoop loop(Formula formula);

    /** Products that read pixels where they are in the data set; empty if gathering the pixels first is as fast. */
    public abstract Optional<PixelProducts> pixelProducts();

    /**
     * A tile of scalars times lanes: y[r, p] = init[r, p] + Σ_k a[r, k] · x[p, k] for rows r and positions p, where a
     * is a scalar and the others are 16 lanes. Taps k are added in order, by fused multiply-adds.
     *
     * @param call arrays, and tables of where the operands lie in them
     * @param shape the tile's size, one of {@link TileSizes#BROADCAST} or of an {@linkplain #arrange arranged} product
     * @param row the tile's first row
     * @param position its first position
     * @param firstTap the first tap
     * @param endTap the tap after the last
     */
    public abstract void broadcast(
            BroadcastCall call, TileShape shape, int row, int position, int firstTap, int endTap);

    /**
     * A tile of scalars times lanes that is added to an array: y[r, p] += factor · Σ_k a[r, k] · x[p, k], as in
     * {@link #broadcast} with sums that begin with zeros.
     *
     * @param shape the tile's size, one of {@link TileSizes#UPDATE} or of an {@linkplain #arrange arranged} product
     */
    public abstract void update(
            BroadcastCall call, float factor, TileShape shape, int row, int position, int firstTap, int endTap);

    /**
     * A tile of lanes times lanes: sums[r, p] += Σ_k a[r, k] · x[p, k], where all are 16 lanes. Taps k are added in
     * order, by fused multiply-adds.
     *
     * @param call arrays and tables
     * @param shape the tile's size, one of {@link TileSizes#LANEWISE}
     * @param row the tile's first row
     * @param position its first position
     * @param firstTap the first tap
     * @param endTap the tap after the last
     */
    public abstract void lanewise(LanewiseCall call, TileShape shape, int row, int position, int firstTap, int endTap);

    /** For each window w the mean of its taps: y[w] = Σ_t x[w, t] / taps. */
    public abstract void averagePool(PoolingWindows windows, float[] x, int xBase, float[] y, int yBase);

    /** For each window w and tap t, dx[w, t] = dy[w] / taps; added to dx where windows overlap. */
    public abstract void averagePoolGradient(PoolingWindows windows, float[] dy, int yBase, float[] dx, int xBase);

    /** For each window its largest tap, the first of equal ones, a NaN before any number; and where it lies. */
    public abstract void maxPool(
            PoolingWindows windows, float[] x, int xBase, float[] y, int yBase, int[] winner, int winnerBase);

    /** For each window w, dx[w, t] = dy[w] at the tap that won and 0 elsewhere; added to dx where windows overlap. */
    public abstract void maxPoolGradient(
            PoolingWindows windows, float[] dy, int yBase, int[] winner, int winnerBase, float[] dx, int xBase);

    /**
     * For a group of samples terms_k = e^{z_k − m}, m the largest z_k, and the {@linkplain SoftmaxSummary summary} of
     * its logits.
     *
     * @param z the logits [classes][16] from zAt
     * @param terms receives as many from termsAt
     * @param summary receives all but the labels, which are read
     */
    public abstract void softmaxTerms(float[] z, int zAt, int classes, float[] terms, int termsAt, float[] summary);

    /**
     * dz_k = scale · (softmax(z)_k − 1[k = label]) for a group.
     *
     * @param dz holds the terms, [classes][16] from dzAt, and receives the gradient
     * @param summary what is known of the logits
     */
    public abstract void softmaxGradient(float[] dz, int dzAt, int classes, float scale, float[] summary);

    /**
     * hits = 1 where score and target are both above their thresholds or both not, else 0.
     *
     * @param z scores from zAt
     * @param y targets from yAt
     * @param hits from hitsAt
     * @param lanes how many: a multiple of 16
     */
    public abstract void scoreHits(
            float[] z,
            int zAt,
            float scoreThreshold,
            float[] y,
            int yAt,
            float targetThreshold,
            int[] hits,
            int hitsAt,
            int lanes);

    /** y[yAt + i] = floatOfByte[b], b the i-th of n bytes, 0 … 255: b · floatOfByte[255] / 255, rounded. */
    public abstract void pixels(byte[] bytes, int from, float[] floatOfByte, float[] y, int yAt, int n);

    /**
     * Which lanes are nonzero: bit l of masks[masksAt + f] is 1 where x[at + offsets[f] + l] is neither 0 nor −0. A
     * NaN is nonzero.
     */
    public abstract void nonzeros(float[] x, int at, int[] offsets, int[] masks, int masksAt);

    /**
     * sums[l] += Σ_k x[at + taps[k] + l] for the 16 lanes l. Term k goes to partial sum k mod 4; these are then added
     * as (0 + 1) + (2 + 3).
     */
    public abstract void sumLanes(float[] x, int at, int[] taps, float[] sums, int sumsAt);
}
