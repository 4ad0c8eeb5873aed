package handgrad.backend.cpu;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.LanewiseTables;
import handgrad.backend.cpu.kernel.Tiling.TileShape;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.ConvolutionWeightStep;
import handgrad.backend.cpu.step.ProductStep;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.ConvolutionOp;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products on one thread. Multiplications and additions are counted, so that operations a nanosecond are GFLOP/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:G1HeapRegionSize=1m"})
public class ProductBenchmark {
    private static final int CONVOLUTION = 2 * 16 * 10 * 10 * 6 * 5 * 5 * GroupLayout.LANES;
    private static final int TAPS = 64;
    private static final int TILE = 2 * 4 * 6 * TAPS * GroupLayout.LANES;

    private Kernels kernels;
    private SampleStep forward;
    private BlockStep gradient;
    private BroadcastCall broadcast;
    private LanewiseCall lanewise;
    private GroupedPlace y;
    private FloatStore dw;

    /** For JMH. */
    public ProductBenchmark() {}

    /**
     * Makes the second convolution of {@code lenet5-modern}, 6×14×14 → 16×10×10, and tiles whose operands fit the
     * first-level cache.
     */
    @Setup
    public void prepare(Group group) {
        kernels = group.chosen();
        final Window window = new Window(5, 1, 0);
        final Tensor x = Tensor.data("x", Shape.of(GroupLayout.LANES, 6, 14, 14));
        final Tensor w = Tensor.parameter("w", Shape.of(16, 6, 5, 5));
        final Tensor b = Tensor.parameter("b", Shape.of(16));
        final Tensor output = Tensor.activation("y", Shape.of(GroupLayout.LANES, 16, 10, 10));
        final Tensor dy = Tensor.data("dy", output.shape());
        final var forwardOp = new ConvolutionOp.Conv2dForward(x, w, b, output, window);
        final var gradientOp =
                new ConvolutionOp.Conv2dBackwardWeight(x, dy, Tensor.gradient(w), Tensor.gradient(b), window);
        final StepContext context = Group.context(kernels, List.of(forwardOp, gradientOp));
        final Memory memory = context.memory();
        Group.fill(memory.grouped(x).stores()[0]);
        Group.fill(memory.grouped(dy).stores()[0]);
        Group.fill(memory.floats(w));
        forward = ProductStep.of(context, forwardOp);
        gradient = new ConvolutionWeightStep(context, gradientOp, List.of());
        y = memory.grouped(output);
        dw = memory.floats(Tensor.gradient(w));
        prepareTiles();
    }

    /** Prepares rows of 64 taps × 16 floats for tiles of 4×6, followed by the sums. */
    private void prepareTiles() {
        final int width = TAPS * GroupLayout.LANES;
        final FloatStore operands = FloatStore.aligned(10 * width + 4 * 6 * GroupLayout.LANES);
        final int[] taps =
                IntStream.range(0, TAPS).map(k -> k * GroupLayout.LANES).toArray();
        final int[] rows = IntStream.range(0, 4).map(r -> r * width).toArray();
        final int[] positions = IntStream.range(0, 6).map(p -> (4 + p) * width).toArray();
        final int[] yRows = IntStream.range(0, 4)
                .map(r -> 10 * width + r * 6 * GroupLayout.LANES)
                .toArray();
        final int[] yPositions =
                IntStream.range(0, 6).map(p -> p * GroupLayout.LANES).toArray();
        broadcast = new BroadcastCall(
                BroadcastTables.of(rows, taps, positions, taps, yRows, yPositions),
                kernels.broadcastWorkspace(List.of(new TileShape(4, 6))));
        lanewise = new LanewiseCall(new LanewiseTables(rows, taps, positions, taps), 24, kernels.lanewiseWorkspace());
        broadcast.a = operands.values;
        broadcast.aBase = FloatStore.LEAD;
        broadcast.x = operands.values;
        broadcast.xBase = FloatStore.LEAD;
        broadcast.init = new float[GroupLayout.LANES];
        broadcast.y = operands.values;
        broadcast.yBase = FloatStore.LEAD;
        lanewise.a = operands.values;
        lanewise.aBase = FloatStore.LEAD;
        lanewise.x = operands.values;
        lanewise.xBase = FloatStore.LEAD;
    }

    /** y = b + w ∗ x for a group. */
    @Benchmark
    @OperationsPerInvocation(CONVOLUTION)
    public float[] convolutionForward() {
        forward.run(0, 0);
        return y.values(0);
    }

    /** dw and db from a group. */
    @Benchmark
    @OperationsPerInvocation(CONVOLUTION)
    public float[] convolutionWeightGradient() {
        for (int block = 0; block < gradient.blocks(); block++) {
            gradient.run(0, block);
        }
        return dw.values;
    }

    /** The micro-kernel of matrix products: scalars times vectors. */
    @Benchmark
    @OperationsPerInvocation(TILE)
    public float[] broadcastTile() {
        kernels.broadcast(broadcast, new TileShape(4, 6), 0, 0, 0, TAPS);
        return broadcast.y;
    }

    /** The micro-kernel of weight gradients and row-major products: vectors times vectors. */
    @Benchmark
    @OperationsPerInvocation(TILE)
    public float[] dualTile() {
        kernels.lanewise(lanewise, new TileShape(4, 6), 0, 0, 0, TAPS);
        return lanewise.sums;
    }

    /** The same with every vector across two cache lines, as in an unaligned array. */
    @Benchmark
    @OperationsPerInvocation(TILE)
    public float[] dualTileAcrossLines() {
        lanewise.aBase = 0;
        lanewise.xBase = 0;
        kernels.lanewise(lanewise, new TileShape(4, 6), 0, 0, 0, TAPS);
        return lanewise.sums;
    }
}
