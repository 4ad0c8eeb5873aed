package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Representation;
import handgrad.program.PoolingOp;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.Arrays;

/** Average and maximum pooling and their gradients. */
public final class PoolingSteps {
    private PoolingSteps() {}

    /** The step of an op. */
    public static SampleStep of(StepContext context, PoolingOp op) {
        return switch (op) {
            case final PoolingOp.AveragePoolForward f -> average(context, f.x(), f.y(), f.window(), false);
            case final PoolingOp.AveragePoolBackward b -> average(context, b.dx(), b.dy(), b.window(), true);
            case final PoolingOp.MaxPoolForward f -> max(context, f.x(), f.y(), f.winner(), f.window(), false);
            case final PoolingOp.MaxPoolBackward b -> max(context, b.dx(), b.dy(), b.winner(), b.window(), true);
        };
    }

    /** y from x, or where {@code isGradient} dx, in the place of x, from dy, in that of y. */
    private static SampleStep average(StepContext context, Tensor in, Tensor out, Window window, boolean isGradient) {
        final Kernels kernels = context.kernels();
        final GroupedPlace x = context.memory().grouped(in);
        final GroupedPlace y = context.memory().grouped(out);
        final PoolingWindows windows = PoolingWindows.of(x.grid(), y.grid(), window);
        context.queueWarmUp(new KernelUse.AveragePool(windows.taps().length, windows.overlap(), isGradient));
        if (!isGradient) {
            return (worker, group) ->
                    kernels.averagePool(windows, x.values(worker), x.at(group), y.values(worker), y.at(group));
        }
        return (worker, group) -> {
            clear(windows, x, worker, group);
            kernels.averagePoolGradient(windows, y.values(worker), y.at(group), x.values(worker), x.at(group));
        };
    }

    private static SampleStep max(
            StepContext context, Tensor in, Tensor out, Tensor winners, Window window, boolean isGradient) {
        final Kernels kernels = context.kernels();
        final Memory memory = context.memory();
        final GroupedPlace x = memory.grouped(in);
        final GroupedPlace y = memory.grouped(out);
        final IntPlace winner = memory.ints(winners, Representation.GROUPED);
        final PoolingWindows windows = PoolingWindows.of(x.grid(), y.grid(), window);
        context.queueWarmUp(new KernelUse.MaxPool(windows.taps().length, windows.overlap(), isGradient));
        return (worker, group) -> {
            final float[] images = x.values(worker);
            final float[] pooled = y.values(worker);
            final int[] won = winner.values(worker);
            if (isGradient) {
                clear(windows, x, worker, group);
                kernels.maxPoolGradient(windows, pooled, y.at(group), won, winner.at(group), images, x.at(group));
            } else {
                kernels.maxPool(windows, images, x.at(group), pooled, y.at(group), won, winner.at(group));
            }
        };
    }

    private static void clear(PoolingWindows windows, GroupedPlace dx, int worker, int group) {
        if (windows.needsClearing()) {
            final int at = dx.at(group);
            Arrays.fill(dx.values(worker), at, at + dx.grid().groupStride(), 0f);
        }
    }
}
