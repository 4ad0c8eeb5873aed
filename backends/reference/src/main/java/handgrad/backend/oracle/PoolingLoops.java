package handgrad.backend.oracle;

import handgrad.program.PoolingOp;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.Arrays;

/** The poolings in float64. A plane is one channel of one sample. */
final class PoolingLoops {
    private PoolingLoops() {}

    static void run(PoolingOp op, OracleMemory memory) {
        switch (op) {
            case AveragePoolForward f -> averageForward(f, memory.floats(f.x()), memory.floats(f.y()));
            case AveragePoolBackward b -> averageBackward(b, memory.floats(b.dy()), memory.floats(b.dx()));
            case MaxPoolForward f -> maxForward(f, memory.floats(f.x()), memory.floats(f.y()), memory.ints(f.winner()));
            case MaxPoolBackward b ->
                maxBackward(b, memory.floats(b.dy()), memory.ints(b.winner()), memory.floats(b.dx()));
        }
    }

    private static void averageForward(AveragePoolForward op, double[] x, double[] y) {
        final double area = op.window().size() * op.window().size();
        Arrays.fill(y, 0);
        forEachPair(op.x(), op.y(), op.window(), (ix, iy) -> y[iy] += x[ix]);
        for (int i = 0; i < y.length; i++) {
            y[i] /= area;
        }
    }

    private static void averageBackward(AveragePoolBackward op, double[] dy, double[] dx) {
        final double area = op.window().size() * op.window().size();
        Arrays.fill(dx, 0);
        forEachPair(op.dx(), op.dy(), op.window(), (ix, iy) -> dx[ix] += dy[iy] / area);
    }

    private static void maxForward(MaxPoolForward op, double[] x, double[] y, int[] winner) {
        final int planeSize = planeSize(op.x());
        Arrays.fill(winner, -1);
        forEachPair(op.x(), op.y(), op.window(), (ix, iy) -> {
            final boolean first = winner[iy] < 0;
            final boolean larger = x[ix] > y[iy] || Double.isNaN(x[ix]) && !Double.isNaN(y[iy]);
            if (first || larger) {
                y[iy] = x[ix];
                winner[iy] = ix % planeSize;
            }
        });
    }

    private static void maxBackward(MaxPoolBackward op, double[] dy, int[] winner, double[] dx) {
        final int outputPlaneSize = planeSize(op.dy());
        final int planeSize = planeSize(op.dx());
        Arrays.fill(dx, 0);
        for (int iy = 0; iy < dy.length; iy++) {
            dx[iy / outputPlaneSize * planeSize + winner[iy]] += dy[iy];
        }
    }

    private static int planeSize(Tensor images) {
        return images.shape().dimension(2) * images.shape().dimension(3);
    }

    /** Processes an input element and the output element of a window that contains it. */
    private interface Pair {
        void visit(int x, int y);
    }

    /** Visits every window of every plane and its pixels in row-major order. */
    private static void forEachPair(Tensor input, Tensor output, Window window, Pair pair) {
        final int planes = input.shape().batch() * input.shape().dimension(1);
        final int width = input.shape().dimension(3);
        final int outputHeight = output.shape().dimension(2);
        final int outputWidth = output.shape().dimension(3);
        for (int plane = 0; plane < planes; plane++) {
            for (int i = 0; i < outputHeight; i++) {
                for (int j = 0; j < outputWidth; j++) {
                    for (int u = 0; u < window.size(); u++) {
                        for (int v = 0; v < window.size(); v++) {
                            final int r = i * window.stride() + u;
                            final int q = j * window.stride() + v;
                            pair.visit(
                                    plane * planeSize(input) + r * width + q,
                                    plane * planeSize(output) + i * outputWidth + j);
                        }
                    }
                }
            }
        }
    }
}
