package handgrad.backend.reference;

import handgrad.kernels.Convolutions;
import handgrad.kernels.Poolings;
import handgrad.kernels.TableConvolutions;
import handgrad.program.ConvolutionOp;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.PoolingOp;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Tensor;
import handgrad.program.Window;

/** Binds convolutions and poolings. */
final class ImageKernelBinder {
    private final KernelBinder arrays;

    ImageKernelBinder(KernelBinder arrays) {
        this.arrays = arrays;
    }

    /** The sizes of an op with windows, named like the kernels' parameters. */
    private record Sizes(
            int samples, int channels, int height, int width, int outputs, int size, int stride, int padding) {
        static Sizes of(Tensor input, Tensor output, Window window) {
            return new Sizes(
                    input.shape().batch(),
                    input.shape().dimension(1),
                    input.shape().dimension(2),
                    input.shape().dimension(3),
                    output.shape().dimension(1),
                    window.size(),
                    window.stride(),
                    window.padding());
        }

        int maps() {
            return samples * channels;
        }
    }

    Runnable bind(ConvolutionOp op) {
        return switch (op) {
            case Conv2dForward forward -> bind(forward);
            case Conv2dBackwardInput backward -> bind(backward);
            case Conv2dBackwardWeight backward -> bind(backward);
            case TableConv2dForward forward -> bind(forward);
            case TableConv2dBackwardInput backward -> bind(backward);
            case TableConv2dBackwardWeight backward -> bind(backward);
        };
    }

    private Runnable bind(Conv2dForward op) {
        final float[] x = arrays.floats(op.x());
        final float[] w = arrays.floats(op.w());
        final float[] b = arrays.floats(op.b());
        final float[] y = arrays.floats(op.y());
        final Sizes s = Sizes.of(op.x(), op.y(), op.window());
        return () -> Convolutions.conv2dForward(
                x, w, b, y, s.samples, s.channels, s.height, s.width, s.outputs, s.size, s.stride, s.padding);
    }

    private Runnable bind(Conv2dBackwardInput op) {
        final float[] dy = arrays.floats(op.dy());
        final float[] w = arrays.floats(op.w());
        final float[] dx = arrays.floats(op.dx());
        final Sizes s = Sizes.of(op.dx(), op.dy(), op.window());
        return () -> Convolutions.conv2dBackwardInput(
                dy, w, dx, s.samples, s.channels, s.height, s.width, s.outputs, s.size, s.stride, s.padding);
    }

    private Runnable bind(Conv2dBackwardWeight op) {
        final float[] x = arrays.floats(op.x());
        final float[] dy = arrays.floats(op.dy());
        final float[] dw = arrays.floats(op.dw());
        final float[] db = arrays.floats(op.db());
        final Sizes s = Sizes.of(op.x(), op.dy(), op.window());
        return () -> Convolutions.conv2dBackwardWeight(
                x, dy, dw, db, s.samples, s.channels, s.height, s.width, s.outputs, s.size, s.stride, s.padding);
    }

    private Runnable bind(TableConv2dForward op) {
        final float[] x = arrays.floats(op.x());
        final float[] w = arrays.floats(op.w());
        final float[] b = arrays.floats(op.b());
        final float[] y = arrays.floats(op.y());
        final int[] starts = op.table().starts();
        final int[] inputOf = op.table().inputs();
        final Sizes s = Sizes.of(op.x(), op.y(), op.window());
        return () -> TableConvolutions.tableConv2dForward(
                x,
                w,
                b,
                y,
                starts,
                inputOf,
                s.samples,
                s.channels,
                s.height,
                s.width,
                s.outputs,
                s.size,
                s.stride,
                s.padding);
    }

    private Runnable bind(TableConv2dBackwardInput op) {
        final float[] dy = arrays.floats(op.dy());
        final float[] w = arrays.floats(op.w());
        final float[] dx = arrays.floats(op.dx());
        final int[] starts = op.table().startsByInput();
        final int[] connections = op.table().connectionsByInput();
        final int[] outputOf = op.table().outputs();
        final Sizes s = Sizes.of(op.dx(), op.dy(), op.window());
        return () -> TableConvolutions.tableConv2dBackwardInput(
                dy,
                w,
                dx,
                starts,
                connections,
                outputOf,
                s.samples,
                s.channels,
                s.height,
                s.width,
                s.outputs,
                s.size,
                s.stride,
                s.padding);
    }

    private Runnable bind(TableConv2dBackwardWeight op) {
        final float[] x = arrays.floats(op.x());
        final float[] dy = arrays.floats(op.dy());
        final float[] dw = arrays.floats(op.dw());
        final float[] db = arrays.floats(op.db());
        final int[] inputOf = op.table().inputs();
        final int[] outputOf = op.table().outputs();
        final int connections = op.table().connections();
        final Sizes s = Sizes.of(op.x(), op.dy(), op.window());
        return () -> TableConvolutions.tableConv2dBackwardWeight(
                x,
                dy,
                dw,
                db,
                inputOf,
                outputOf,
                s.samples,
                s.channels,
                s.height,
                s.width,
                s.outputs,
                connections,
                s.size,
                s.stride,
                s.padding);
    }

    Runnable bind(PoolingOp op) {
        return switch (op) {
            case AveragePoolForward(var x, var y, var window) -> {
                final float[] input = arrays.floats(x);
                final float[] output = arrays.floats(y);
                final Sizes s = Sizes.of(x, y, window);
                yield () -> Poolings.averagePoolForward(input, output, s.maps(), s.height, s.width, s.size, s.stride);
            }
            case AveragePoolBackward(var dy, var dx, var window) -> {
                final float[] gradient = arrays.floats(dy);
                final float[] result = arrays.floats(dx);
                final Sizes s = Sizes.of(dx, dy, window);
                yield () ->
                        Poolings.averagePoolBackward(gradient, result, s.maps(), s.height, s.width, s.size, s.stride);
            }
            case MaxPoolForward(var x, var y, var winner, var window) -> {
                final float[] input = arrays.floats(x);
                final float[] output = arrays.floats(y);
                final int[] winners = arrays.ints(winner);
                final Sizes s = Sizes.of(x, y, window);
                yield () ->
                        Poolings.maxPoolForward(input, output, winners, s.maps(), s.height, s.width, s.size, s.stride);
            }
            case MaxPoolBackward(var dy, var winner, var dx, var window) -> {
                final float[] gradient = arrays.floats(dy);
                final int[] winners = arrays.ints(winner);
                final float[] result = arrays.floats(dx);
                final Sizes s = Sizes.of(dx, dy, window);
                yield () -> Poolings.maxPoolBackward(
                        gradient, winners, result, s.maps(), s.height, s.width, s.size, s.stride);
            }
        };
    }
}
