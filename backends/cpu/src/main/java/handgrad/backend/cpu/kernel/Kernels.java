package handgrad.backend.cpu.kernel;

import handgrad.formula.Formula;
import java.util.List;
import java.util.Optional;

/**
 * The inner loops of the backend. Where samples are innermost, an element is 16 consecutive floats, its lanes, one for each sample of a group.
 * There are two implementations, with the same results to the last bit: one in the Vector API, and one in plain loops for where that module
 * is missing.
 */
public interface Kernels {
    /**
     * What does the work.
     *
     * @return for a person, such as {@code Vector API, 512-bit}
     */
    String description();

    /**
     * What would be faster.
     *
     * @return a line for a person, or empty if nothing would
     */
    default Optional<String> advice() {
        return Optional.empty();
    }

    /**
     * Notes that a plan will use a kernel.
     *
     * @param use the kernel
     */
    default void expect(KernelUse use) {}

    /**
     * Whether kernels have to be rehearsed before they are used.
     *
     * @return false if {@link #nextRehearsal} never gives anything
     */
    default boolean areRehearsed() {
        return false;
    }

    /**
     * What has to be run once before a kernel that was noted is used, so that it is fast from its first use. Any thread may ask at any time.
     *
     * @return a task that any thread may do, or empty if all tasks were given out
     */
    default Optional<Runnable> nextRehearsal() {
        return Optional.empty();
    }

    /**
     * The same kernels, with the same results to the last bit, but as few as possible.
     *
     * @return what suits programs of so little work that a training may be over before many kernels that are compiled for it pay
     */
    default Kernels forLittleWork() {
        return this;
    }

    /**
     * What a {@link #broadcast} product is to be cut into whose sums may be computed twice.
     *
     * @param rows how many rows it has
     * @param usualRows how many most products of the kind have: a group of samples that is not full may share its tiles with the full ones
     * @param positions how many positions
     * @return tiles of {@link TileSizes#BROADCAST} that cover each sum at least once
     */
    default List<Tiling.Tile> broadcastTiles(int rows, int usualRows, int positions) {
        return Tiling.cut(rows, positions, TileSizes.BROADCAST);
    }

    /**
     * What a {@link #dual} product is to be cut into.
     *
     * @param rows how many rows it has
     * @param usualRows how many most products of the kind have
     * @param positions how many positions
     * @return tiles of {@link TileSizes#DUAL} that cover each sum at least once
     */
    default List<Tiling.Tile> dualTiles(int rows, int usualRows, int positions) {
        return Tiling.cut(rows, positions, TileSizes.DUAL);
    }

    /**
     * The same product, cut into the tiles that suit these kernels.
     *
     * @param product cut into tiles of {@link TileSizes#BROADCAST}, or for {@link #update} of {@link TileSizes#UPDATE}
     * @return cut for {@link #broadcast}, perhaps with its positions in another order unless the sums of all positions go over the same rows and taps
     */
    default BroadcastProduct arrange(BroadcastProduct product) {
        return product;
    }

    /**
     * A tile of sums of scalars times lanes: for each row r and position p of the tile y[r, p] = init[r, p] + Σ over the taps k of
     * a[r, k] · x[p, k], where a is a scalar and the others are lanes, all found through the tables of the call. The taps are added in order.
     *
     * @param call arrays and tables
     * @param shape the tile's size, one of {@link TileSizes#BROADCAST} or of an {@linkplain #arrange arranged} product
     * @param row the tile's first row
     * @param position its first position
     * @param firstTap the first tap
     * @param endTap the tap after the last
     */
    void broadcast(BroadcastCall call, Tiling.TileShape shape, int row, int position, int firstTap, int endTap);

    /**
     * A tile of sums of scalars times lanes that is added to an array: y[r, p] += factor · Σ over the taps k of a[r, k] · x[p, k], with what is
     * told in {@link #broadcast}. The sums begin with zeros.
     *
     * @param call arrays and tables; those for what sums begin with are not used
     * @param factor of the sums
     * @param shape the tile's size, {@link TileSizes#UPDATE} or one of an {@linkplain #arrange arranged} product
     * @param row the tile's first row
     * @param position its first position
     * @param firstTap the first tap
     * @param endTap the tap after the last
     */
    void update(
            BroadcastCall call, float factor, Tiling.TileShape shape, int row, int position, int firstTap, int endTap);

    /**
     * A tile of sums of lanes times lanes: for each row r and position p of the tile sums[r, p] += Σ over the taps k of a[r, k] · x[p, k], where
     * all are lanes. The taps are added in order.
     *
     * @param call arrays and tables
     * @param shape the tile's size, one of {@link TileSizes#DUAL}
     * @param row the tile's first row
     * @param position its first position
     * @param firstTap the first tap
     * @param endTap the tap after the last
     */
    void dual(DualCall call, Tiling.TileShape shape, int row, int position, int firstTap, int endTap);

    /**
     * All weights of a convolution, in parts for threads to share.
     *
     * @param tiles the weights, and the tiles of {@link TileSizes#DUAL} that they are cut into
     * @param groups how many groups of samples there are
     * @return parts of some work, each of its own output channels or columns of kernels
     */
    default List<WeightSums> weightSums(ConvolutionWeightTiles tiles, int groups) {
        return TiledWeightSums.of(this, tiles, groups);
    }

    /**
     * A formula's results, element by element.
     *
     * @param formula the formula
     * @return its loop
     */
    ElementwiseLoop loop(Formula formula);

    /** For each window w the mean of its taps: y[w] = Σ_t x[w, t] / taps. */
    void averagePool(PoolingWindows windows, float[] x, int xBase, float[] y, int yBase);

    /** For each window w, dx[w, t] = dy[w] / taps at each tap t; added to what dx holds where windows overlap. */
    void averagePoolGradient(PoolingWindows windows, float[] dy, int yBase, float[] dx, int xBase);

    /** For each window its largest tap, the first of equal ones, a NaN before any number, and the place of that tap. */
    void maxPool(PoolingWindows windows, float[] x, int xBase, float[] y, int yBase, int[] winner, int winnerBase);

    /** For each window w, dx[w, t] = dy[w] at the tap that won and 0 elsewhere; added to what dx holds where windows overlap. */
    void maxPoolGradient(
            PoolingWindows windows, float[] dy, int yBase, int[] winner, int winnerBase, float[] dx, int xBase);

    /**
     * terms_k = e^{z_k − m} for a group, m the largest z_k, and the {@linkplain SoftmaxFacts facts} but the labels, which it reads.
     *
     * @param z [classes][16] from zAt
     * @param terms receives as many from termsAt
     * @param facts receives the others
     */
    void softmaxTerms(float[] z, int zAt, int classes, float[] terms, int termsAt, float[] facts);

    /**
     * dz_k = scale · (softmax(z)_k − 1[k = label]) for a group.
     *
     * @param dz in the beginning the terms, [classes][16] from dzAt
     * @param facts what is known of the logits
     */
    void softmaxGradient(float[] dz, int dzAt, int classes, float scale, float[] facts);

    /**
     * hits = 1 where a score is above its threshold as its target is above its own, or neither is, else 0.
     *
     * @param z scores from zAt
     * @param y targets from yAt
     * @param hits from hitsAt
     * @param lanes how many: a multiple of 16
     */
    void scoreHits(
            float[] z,
            int zAt,
            float scoreThreshold,
            float[] y,
            int yAt,
            float targetThreshold,
            int[] hits,
            int hitsAt,
            int lanes);

    /** y = the floats of n consecutive pixels, floatOfByte[0 … 255] = what each byte, to be read as 0 … 255, is as a float: b · floatOfByte[255] / 255, rounded. */
    void pixels(byte[] bytes, int from, float[] floatOfByte, float[] y, int yAt, int n);

    /**
     * Which lanes are not zero: bit l of masks[masksAt + f] is 1 where x[at + offsets[f] + l] is neither 0 nor −0. A NaN is not zero.
     *
     * @param x lanes from at + offsets[f] on
     * @param masks one for each offset, from masksAt on
     */
    void nonzeros(float[] x, int at, int[] offsets, int[] masks, int masksAt);

    /**
     * Products that read pixels where they are.
     *
     * @return what computes them, or empty if fetching the pixels first is as quick
     */
    default Optional<PixelProducts> pixelProducts() {
        return Optional.empty();
    }

    /** sums[16] += Σ over the taps of the lanes x[at + taps[k]], in four interleaved sums (k mod 4) that are then added as (0+1)+(2+3). */
    void sumLanes(float[] x, int at, int[] taps, float[] sums, int sumsAt);
}
