package handgrad.backend.oracle;

import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The convolutions in float64. Both kinds, dense and with a table, are a list of connections: kernel e connects input
 * channel {@code from[e]} with output channel {@code to[e]}. The forward pass and both gradients iterate over the same
 * products w·x, one kernel row at a time: y += w·x, dx += w·dy, dw += x·dy.
 */
final class ConvolutionLoops {
    private ConvolutionLoops() {}

    static void run(ConvolutionOp op, OracleMemory memory) {
        switch (op) {
            case Conv2dForward f ->
                forward(
                        Geometry.of(f.x(), f.y(), f.window(), fullTable(f.x(), f.y())),
                        memory.floats(f.x()),
                        memory.floats(f.w()),
                        memory.floats(f.b()),
                        memory.floats(f.y()));
            case TableConv2dForward f ->
                forward(
                        Geometry.of(f.x(), f.y(), f.window(), f.table()),
                        memory.floats(f.x()),
                        memory.floats(f.w()),
                        memory.floats(f.b()),
                        memory.floats(f.y()));
            case Conv2dBackwardInput i ->
                backwardInput(
                        Geometry.of(i.dx(), i.dy(), i.window(), fullTable(i.dx(), i.dy())),
                        memory.floats(i.dy()),
                        memory.floats(i.w()),
                        memory.floats(i.dx()));
            case TableConv2dBackwardInput i ->
                backwardInput(
                        Geometry.of(i.dx(), i.dy(), i.window(), i.table()),
                        memory.floats(i.dy()),
                        memory.floats(i.w()),
                        memory.floats(i.dx()));
            case Conv2dBackwardWeight w ->
                backwardWeight(
                        Geometry.of(w.x(), w.dy(), w.window(), fullTable(w.x(), w.dy())),
                        memory.floats(w.x()),
                        memory.floats(w.dy()),
                        memory.floats(w.dw()),
                        memory.floats(w.db()));
            case TableConv2dBackwardWeight w ->
                backwardWeight(
                        Geometry.of(w.x(), w.dy(), w.window(), w.table()),
                        memory.floats(w.x()),
                        memory.floats(w.dy()),
                        memory.floats(w.dw()),
                        memory.floats(w.db()));
        }
    }

    private static void forward(Geometry g, double[] x, double[] w, double[] b, double[] y) {
        for (int place = 0; place < y.length; place++) {
            y[place] = b[place / g.outputSize() % g.outputChannels()];
        }
        g.forEachKernelRow((ix, iw, iy, count) -> {
            for (int v = 0; v < count; v++) {
                y[iy] += w[iw + v] * x[ix + v];
            }
        });
    }

    private static void backwardInput(Geometry g, double[] dy, double[] w, double[] dx) {
        Arrays.fill(dx, 0);
        g.forEachKernelRow((ix, iw, iy, count) -> {
            for (int v = 0; v < count; v++) {
                dx[ix + v] += w[iw + v] * dy[iy];
            }
        });
    }

    private static void backwardWeight(Geometry g, double[] x, double[] dy, double[] dw, double[] db) {
        Arrays.fill(dw, 0);
        g.forEachKernelRow((ix, iw, iy, count) -> {
            for (int v = 0; v < count; v++) {
                dw[iw + v] += x[ix + v] * dy[iy];
            }
        });
        Arrays.fill(db, 0);
        for (int place = 0; place < dy.length; place++) {
            db[place / g.outputSize() % g.outputChannels()] += dy[place];
        }
    }

    /** Connects every input channel with every output channel. */
    private static ConnectionTable fullTable(Tensor input, Tensor output) {
        final int inputs = input.shape().dimension(1);
        return new ConnectionTable(
                inputs,
                IntStream.range(0, output.shape().dimension(1))
                        .mapToObj(o -> IntStream.range(0, inputs).boxed().toList())
                        .toList());
    }

    /**
     * Processes {@code count} adjacent elements of an image row and of a kernel row, and the output that their products
     * add to.
     */
    private interface KernelRow {
        void visit(int x, int w, int y, int count);
    }

    /** The sizes of images [B, C, H, W] and [B, O, H', W'], the window between them, and the connections. */
    private record Geometry(
            int batch,
            int inputChannels,
            int height,
            int width,
            int outputChannels,
            int outputHeight,
            int outputWidth,
            Window window,
            int[] from,
            int[] to) {

        static Geometry of(Tensor input, Tensor output, Window window, ConnectionTable table) {
            return new Geometry(
                    input.shape().batch(),
                    input.shape().dimension(1),
                    input.shape().dimension(2),
                    input.shape().dimension(3),
                    output.shape().dimension(1),
                    output.shape().dimension(2),
                    output.shape().dimension(3),
                    window,
                    table.inputs(),
                    table.outputs());
        }

        int outputSize() {
            return outputHeight * outputWidth;
        }

        /**
         * Visits, for every y[n,o,i,j], the part of each kernel row w[e,u,·] inside the image: row r = i·s − p + u,
         * columns q = j·s − p + v for first ≤ v &lt; last.
         */
        void forEachKernelRow(KernelRow row) {
            final int size = window.size();
            for (int n = 0; n < batch; n++) {
                for (int e = 0; e < from.length; e++) {
                    final int xStart = (n * inputChannels + from[e]) * height * width;
                    final int yStart = (n * outputChannels + to[e]) * outputSize();
                    for (int i = 0; i < outputHeight; i++) {
                        for (int j = 0; j < outputWidth; j++) {
                            final int left = j * window.stride() - window.padding();
                            final int first = Math.max(0, -left);
                            final int last = Math.min(size, width - left);
                            for (int u = 0; u < size; u++) {
                                final int r = i * window.stride() - window.padding() + u;
                                if (r >= 0 && r < height) {
                                    row.visit(
                                            xStart + r * width + left + first,
                                            (e * size + u) * size + first,
                                            yStart + i * outputWidth + j,
                                            last - first);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
