package handgrad.host.backend.cpu;

import handgrad.program.Activation;
import handgrad.program.Window;
import java.util.Arrays;

/** Steps that go through a group's elements one by one: activations and pooling. */
final class ElementSteps {
    private ElementSteps() {}

    /** Whether the elements of a group follow each other without a gap in all of these grids. */
    private static boolean isCompact(Grid... grids) {
        return Arrays.stream(grids).allMatch(grid -> grid.haloColumns() == 0);
    }

    /** How many runs of consecutive elements a group has: the image rows, or one where no grid has a halo. */
    private static int runs(Grid... grids) {
        return isCompact(grids) ? 1 : grids[0].channels() * grids[0].height();
    }

    /** y = σ(x), samples innermost. */
    static SampleStep activation(Kernels kernels, Activation function, GroupedPlace x, GroupedPlace y) {
        kernels.expect(new KernelUse.Activate(function));
        final int runs = runs(x.grid(), y.grid());
        final int length = x.grid().channels() * x.grid().height() * x.grid().width() * Grid.LANES / runs;
        final int xFirst = x.grid().offset(0, 0, 0);
        final int yFirst = y.grid().offset(0, 0, 0);
        return (worker, group) -> {
            for (int r = 0; r < runs; r++) {
                kernels.activation(
                        function,
                        x.values(worker),
                        x.at(group) + xFirst + r * x.grid().rowStride(),
                        y.values(worker),
                        y.at(group) + yFirst + r * y.grid().rowStride(),
                        length);
            }
        };
    }

    /** y = σ(x), row-major. */
    static SampleStep activation(Kernels kernels, Activation function, int batch, RowsPlace x, RowsPlace y) {
        kernels.expect(new KernelUse.Activate(function));
        return (worker, group) -> kernels.activation(
                function,
                x.values(worker),
                x.at(group),
                y.values(worker),
                y.at(group),
                Grid.samples(batch, group) * x.width());
    }

    /** dx = dy · σ', samples innermost. */
    static SampleStep activationGradient(
            Kernels kernels, Activation function, GroupedPlace y, GroupedPlace dy, GroupedPlace dx) {
        kernels.expect(new KernelUse.Differentiate(function));
        final int runs = runs(y.grid(), dy.grid(), dx.grid());
        final int length = y.grid().channels() * y.grid().height() * y.grid().width() * Grid.LANES / runs;
        final int yFirst = y.grid().offset(0, 0, 0);
        final int dyFirst = dy.grid().offset(0, 0, 0);
        final int dxFirst = dx.grid().offset(0, 0, 0);
        return (worker, group) -> {
            for (int r = 0; r < runs; r++) {
                kernels.activationGradient(
                        function,
                        y.values(worker),
                        y.at(group) + yFirst + r * y.grid().rowStride(),
                        dy.values(worker),
                        dy.at(group) + dyFirst + r * dy.grid().rowStride(),
                        dx.values(worker),
                        dx.at(group) + dxFirst + r * dx.grid().rowStride(),
                        length);
            }
        };
    }

    /** dx = dy · σ', row-major. */
    static SampleStep activationGradient(
            Kernels kernels, Activation function, int batch, RowsPlace y, RowsPlace dy, RowsPlace dx) {
        kernels.expect(new KernelUse.Differentiate(function));
        return (worker, group) -> kernels.activationGradient(
                function,
                y.values(worker),
                y.at(group),
                dy.values(worker),
                dy.at(group),
                dx.values(worker),
                dx.at(group),
                Grid.samples(batch, group) * y.width());
    }

    /** Average pooling. */
    static SampleStep averagePool(Kernels kernels, GroupedPlace x, GroupedPlace y, Window window) {
        final Windows windows = Windows.of(x.grid(), y.grid(), window);
        kernels.expect(new KernelUse.AveragePool(windows.taps().length, windows.overlap(), false));
        return (worker, group) ->
                kernels.averagePool(windows, x.values(worker), x.at(group), y.values(worker), y.at(group));
    }

    /** The input gradient of average pooling. */
    static SampleStep averagePoolGradient(Kernels kernels, GroupedPlace dy, GroupedPlace dx, Window window) {
        final Windows windows = Windows.of(dx.grid(), dy.grid(), window);
        kernels.expect(new KernelUse.AveragePool(windows.taps().length, windows.overlap(), true));
        return (worker, group) -> {
            clear(windows, dx, worker, group);
            kernels.averagePoolGradient(windows, dy.values(worker), dy.at(group), dx.values(worker), dx.at(group));
        };
    }

    /** Maximum pooling. */
    static SampleStep maxPool(Kernels kernels, GroupedPlace x, GroupedPlace y, IntPlace winner, Window window) {
        final Windows windows = Windows.of(x.grid(), y.grid(), window);
        kernels.expect(new KernelUse.MaxPool(windows.taps().length, windows.overlap(), false));
        return (worker, group) -> kernels.maxPool(
                windows,
                x.values(worker),
                x.at(group),
                y.values(worker),
                y.at(group),
                winner.values(worker),
                winner.at(group));
    }

    /** The input gradient of maximum pooling. */
    static SampleStep maxPoolGradient(
            Kernels kernels, GroupedPlace dy, IntPlace winner, GroupedPlace dx, Window window) {
        final Windows windows = Windows.of(dx.grid(), dy.grid(), window);
        kernels.expect(new KernelUse.MaxPool(windows.taps().length, windows.overlap(), true));
        return (worker, group) -> {
            clear(windows, dx, worker, group);
            kernels.maxPoolGradient(
                    windows,
                    dy.values(worker),
                    dy.at(group),
                    winner.values(worker),
                    winner.at(group),
                    dx.values(worker),
                    dx.at(group));
        };
    }

    private static void clear(Windows windows, GroupedPlace dx, int worker, int group) {
        if (windows.needsClearing()) {
            Arrays.fill(
                    dx.values(worker), dx.at(group), dx.at(group) + dx.grid().groupStride(), 0f);
        }
    }
}
