package handgrad.backend.cpu;

import handgrad.activation.Activations;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.formula.Formula;
import handgrad.program.Window;
import java.util.concurrent.TimeUnit;
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

/**
 * Activations and pooling of the first layer for a group of samples, [6][28][28][16], in nanoseconds an element of the
 * unpooled image.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ElementBenchmark.ELEMENTS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:G1HeapRegionSize=1m"})
public class ElementBenchmark {
    /** The number of elements of the unpooled images of a group. */
    static final int ELEMENTS = 6 * 28 * 28 * GroupLayout.LANES;

    private Kernels kernels;
    private GroupedPlace x;
    private GroupedPlace y;
    private GroupedPlace pooled;
    private PoolingWindows windows;

    /** For JMH. */
    public ElementBenchmark() {}

    /** Makes the tensors. */
    @Setup
    public void prepare(Group group) {
        final GroupLayout image = new GroupLayout(6, 28, 28, 0);
        final GroupLayout smaller = new GroupLayout(6, 14, 14, 0);
        kernels = group.chosen();
        x = Group.place(image, 1);
        y = Group.place(image, 1);
        pooled = Group.place(smaller, 1);
        windows = PoolingWindows.of(image, smaller, new Window(2, 2, 0));
    }

    /** y = tanh x. */
    @Benchmark
    public float[] tanh() {
        run(Activations.TANH.forward());
        return y.values(0);
    }

    /** dx = dy (1 − y²). */
    @Benchmark
    public float[] tanhGradient() {
        run(Activations.TANH.backward());
        return y.values(0);
    }

    private void run(Formula formula) {
        final float[] in = x.values(0);
        kernels.loop(formula).run(in, x.at(0), in, x.at(0), in, x.at(0), 0f, y.values(0), y.at(0), ELEMENTS);
    }

    /** The means of 2×2 windows. */
    @Benchmark
    public float[] averagePool() {
        kernels.averagePool(windows, x.values(0), x.at(0), pooled.values(0), pooled.at(0));
        return pooled.values(0);
    }

    /** The gradient of the means. */
    @Benchmark
    public float[] averagePoolGradient() {
        kernels.averagePoolGradient(windows, pooled.values(0), pooled.at(0), y.values(0), y.at(0));
        return y.values(0);
    }
}
