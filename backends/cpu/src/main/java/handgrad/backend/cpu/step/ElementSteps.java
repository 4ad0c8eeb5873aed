package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.formula.Formula;
import handgrad.program.Window;
import java.util.Arrays;
import java.util.List;

/** Steps that go through a group's elements one by one: activations and pooling. */
public final class ElementSteps {
    private ElementSteps() {}

    /** Whether the elements of a group follow each other without a gap in all of these grids. */
    private static boolean isCompact(GroupLayout... grids) {
        return Arrays.stream(grids).allMatch(grid -> grid.paddingColumns() == 0);
    }

    /** How many runs of consecutive elements a group has: the image rows, or one where no grid has padding. */
    private static int runs(GroupLayout... grids) {
        return isCompact(grids) ? 1 : grids[0].channels() * grids[0].height();
    }

    /** A formula's result, samples innermost. */
    public static SampleStep elementwise(
            Kernels kernels, Formula formula, List<GroupedPlace> arguments, GroupedPlace y) {
        kernels.queueWarmUp(new KernelUse.Loop(formula));
        final ElementwiseLoop loop = kernels.loop(formula);
        final GroupedPlace a = arguments.getFirst();
        final GroupedPlace b = arguments.get(Math.min(1, arguments.size() - 1));
        final GroupedPlace c = arguments.getLast();
        final int runs = runs(a.grid(), b.grid(), c.grid(), y.grid());
        final int length = y.grid().channels() * y.grid().height() * y.grid().width() * GroupLayout.LANES / runs;
        return (worker, group) -> {
            for (int r = 0; r < runs; r++) {
                loop.run(
                        a.values(worker),
                        start(a, group, r),
                        b.values(worker),
                        start(b, group, r),
                        c.values(worker),
                        start(c, group, r),
                        0f,
                        y.values(worker),
                        start(y, group, r),
                        length);
            }
        };
    }

    private static int start(GroupedPlace place, int group, int run) {
        return place.at(group)
                + place.grid().offset(0, 0, 0)
                + run * place.grid().rowStride();
    }

    /** A formula's result, row-major. */
    public static SampleStep elementwise(
            Kernels kernels, Formula formula, int batch, List<RowsPlace> arguments, RowsPlace y) {
        kernels.queueWarmUp(new KernelUse.Loop(formula));
        final ElementwiseLoop loop = kernels.loop(formula);
        final RowsPlace a = arguments.getFirst();
        final RowsPlace b = arguments.get(Math.min(1, arguments.size() - 1));
        final RowsPlace c = arguments.getLast();
        return (worker, group) -> loop.run(
                a.values(worker),
                a.at(group),
                b.values(worker),
                b.at(group),
                c.values(worker),
                c.at(group),
                0f,
                y.values(worker),
                y.at(group),
                GroupLayout.samples(batch, group) * y.width());
    }

    /** Average pooling. */
    public static SampleStep averagePool(Kernels kernels, GroupedPlace x, GroupedPlace y, Window window) {
        final PoolingWindows windows = PoolingWindows.of(x.grid(), y.grid(), window);
        kernels.queueWarmUp(new KernelUse.AveragePool(windows.taps().length, windows.overlap(), false));
        return (worker, group) ->
                kernels.averagePool(windows, x.values(worker), x.at(group), y.values(worker), y.at(group));
    }

    /** The input gradient of average pooling. */
    public static SampleStep averagePoolGradient(Kernels kernels, GroupedPlace dy, GroupedPlace dx, Window window) {
        final PoolingWindows windows = PoolingWindows.of(dx.grid(), dy.grid(), window);
        kernels.queueWarmUp(new KernelUse.AveragePool(windows.taps().length, windows.overlap(), true));
        return (worker, group) -> {
            clear(windows, dx, worker, group);
            kernels.averagePoolGradient(windows, dy.values(worker), dy.at(group), dx.values(worker), dx.at(group));
        };
    }

    /** Maximum pooling. */
    public static SampleStep maxPool(Kernels kernels, GroupedPlace x, GroupedPlace y, IntPlace winner, Window window) {
        final PoolingWindows windows = PoolingWindows.of(x.grid(), y.grid(), window);
        kernels.queueWarmUp(new KernelUse.MaxPool(windows.taps().length, windows.overlap(), false));
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
    public static SampleStep maxPoolGradient(
            Kernels kernels, GroupedPlace dy, IntPlace winner, GroupedPlace dx, Window window) {
        final PoolingWindows windows = PoolingWindows.of(dx.grid(), dy.grid(), window);
        kernels.queueWarmUp(new KernelUse.MaxPool(windows.taps().length, windows.overlap(), true));
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

    private static void clear(PoolingWindows windows, GroupedPlace dx, int worker, int group) {
        if (windows.needsClearing()) {
            Arrays.fill(
                    dx.values(worker), dx.at(group), dx.at(group) + dx.grid().groupStride(), 0f);
        }
    }
}
