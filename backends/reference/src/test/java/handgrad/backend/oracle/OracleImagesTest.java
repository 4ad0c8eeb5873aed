package handgrad.backend.oracle;

import static handgrad.backend.oracle.OracleRun.floats;
import static handgrad.backend.oracle.OracleRun.ints;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Convolution and pooling in small integers, computed by hand. All sums are exact. */
class OracleImagesTest {
    private static final double NAN = Double.NaN;

    private final Tensor image = floats("x", 1, 1, 2, 3);
    private final Tensor kernel = floats("w", 1, 1, 2, 2);
    private final Tensor bias = floats("b", 1);

    /** x = [1 2 3; 4 5 6], w = [1 2; 3 4]: y = 1+4+12+20, 2+6+15+24, and the bias 10. */
    @Test
    void convolvesWithoutFlippingTheKernel() {
        final Tensor y = floats("y", 1, 1, 1, 2);
        final var result = new OracleRun()
                .with(image, 1.0, 2, 3, 4, 5, 6)
                .with(kernel, 1.0, 2, 3, 4)
                .with(bias, 10.0)
                .run(new Conv2dForward(image, kernel, bias, y, new Window(2, 1, 0)));
        assertArrayEquals(new double[] {47, 57}, result.floats(y));
    }

    /** The same image with padding 1 and stride 2: windows at rows −1 and 1, columns −1 and 1. */
    @Test
    void convolvesWithPaddingAndStride() {
        final Tensor y = floats("y", 1, 1, 2, 2);
        final var result = new OracleRun()
                .with(image, 1.0, 2, 3, 4, 5, 6)
                .with(kernel, 1.0, 2, 3, 4)
                .with(bias, 0.0)
                .run(new Conv2dForward(image, kernel, bias, y, new Window(2, 2, 1)));
        assertArrayEquals(new double[] {4, 2 * 3 + 3 * 4, 4 * 2, 5 + 6 * 2}, result.floats(y));
    }

    /** Two samples, two input and two output channels, 1×1 kernels: a matrix product at each pixel. */
    @Test
    void convolvesSamplesAndChannelsApart() {
        final Tensor x = floats("x", 2, 2, 1, 1);
        final Tensor w = floats("w", 2, 2, 1, 1);
        final Tensor b = floats("b", 2);
        final Tensor y = floats("y", 2, 2, 1, 1);
        final var result = new OracleRun()
                .with(x, 1.0, 2, 3, 4)
                .with(w, 1.0, 10, 100, 1000)
                .with(b, 0.0, 7)
                .run(new Conv2dForward(x, w, b, y, new Window(1, 1, 0)));
        assertArrayEquals(new double[] {21, 2107, 43, 4307}, result.floats(y));
    }

    /** dy = [1 10] spreads the kernel over the image at columns 0 and 1. */
    @Test
    void spreadsTheInputGradient() {
        final Tensor dy = floats("dy", 1, 1, 1, 2);
        final var result = new OracleRun()
                .with(dy, 1.0, 10)
                .with(kernel, 1.0, 2, 3, 4)
                .with(image, NAN, NAN, NAN, NAN, NAN, NAN)
                .run(new Conv2dBackwardInput(dy, kernel, image, new Window(2, 1, 0)));
        assertArrayEquals(new double[] {1, 12, 20, 3, 34, 40}, result.floats(image));
    }

    /** dw[u,v] = x[u,v] + 10 x[u,v+1]; db = 11. */
    @Test
    void sumsTheKernelGradient() {
        final Tensor dy = floats("dy", 1, 1, 1, 2);
        final var result = new OracleRun()
                .with(image, 1.0, 2, 3, 4, 5, 6)
                .with(dy, 1.0, 10)
                .with(kernel, NAN, NAN, NAN, NAN)
                .with(bias, NAN)
                .run(new Conv2dBackwardWeight(image, dy, kernel, bias, new Window(2, 1, 0)));
        assertArrayEquals(new double[] {21, 32, 54, 65}, result.floats(kernel));
        assertArrayEquals(new double[] {11}, result.floats(bias));
    }

    /** Three channels; output 0 has the inputs {0, 2}, output 1 {2}: connections 0→0, 2→0, 2→1. */
    @Test
    void followsAConnectionTable() {
        final ConnectionTable table = new ConnectionTable(3, List.of(List.of(0, 2), List.of(2)));
        final Window window = new Window(1, 1, 0);
        final Tensor x = floats("x", 1, 3, 1, 1);
        final Tensor w = floats("w", 3, 1, 1);
        final Tensor b = floats("b", 2);
        final Tensor y = floats("y", 1, 2, 1, 1);
        final OracleRun run = new OracleRun()
                .with(x, 1.0, 2, 3)
                .with(w, 10.0, 100, 1000)
                .with(b, 5.0, 6)
                .with(y, 1.0, 2);
        assertArrayEquals(
                new double[] {10 + 300 + 5, 3000 + 6},
                run.run(new TableConv2dForward(x, w, b, y, window, table)).floats(y));
        final Tensor dx = floats("dx", 1, 3, 1, 1);
        assertArrayEquals(
                new double[] {10, 0, 100 + 2000},
                run.run(new TableConv2dBackwardInput(y, w, dx, window, table)).floats(dx));
        final Tensor dw = floats("dw", 3, 1, 1);
        final Tensor db = floats("db", 2);
        final var gradients = run.run(new TableConv2dBackwardWeight(x, y, dw, db, window, table));
        assertArrayEquals(new double[] {1, 3, 6}, gradients.floats(dw));
        assertArrayEquals(new double[] {1, 2}, gradients.floats(db));
    }

    /** 2×2 windows at stride 1 over 2×3 pixels share the middle column. */
    @Test
    void averagesOverlappingWindows() {
        final Window window = new Window(2, 1, 0);
        final Tensor y = floats("y", 1, 1, 1, 2);
        final OracleRun run = new OracleRun().with(image, 1.0, 2, 3, 6, 7, 8).with(y, 4.0, 40);
        assertArrayEquals(
                new double[] {4, 5},
                run.run(new AveragePoolForward(image, y, window)).floats(y));
        assertArrayEquals(
                new double[] {1, 11, 10, 1, 11, 10},
                run.run(new AveragePoolBackward(y, image, window)).floats(image));
    }

    /** At stride 2, no window contains the last column, so its gradient is zero. */
    @Test
    void givesUnreachedPixelsNoGradient() {
        final Tensor dy = floats("dy", 1, 1, 1, 1);
        final var result = new OracleRun()
                .with(dy, 4.0)
                .with(image, NAN, NAN, NAN, NAN, NAN, NAN)
                .run(new AveragePoolBackward(dy, image, new Window(2, 2, 0)));
        assertArrayEquals(new double[] {1, 1, 0, 1, 1, 0}, result.floats(image));
    }

    /**
     * The first of equal values in row-major order wins (also −0 before 0); NaN exceeds infinity; the first NaN wins.
     */
    @Test
    void findsTheFirstMaximum() {
        final Tensor x = floats("x", 1, 4, 2, 2);
        final Tensor y = floats("y", 1, 4, 1, 1);
        final Tensor winner = ints("winner", 1, 4, 1, 1);
        final var result = new OracleRun()
                .with(x, 1.0, 7, 7, 7, -0.0, 0, -1, 0, Double.POSITIVE_INFINITY, 2, NAN, NAN, -5, -3, -4, -3)
                .run(new MaxPoolForward(x, y, winner, new Window(2, 2, 0)));
        assertArrayEquals(new double[] {7, -0.0, NAN, -3}, result.floats(y));
        assertArrayEquals(new int[] {1, 0, 2, 1}, result.ints(winner));
    }

    /** Two overlapping windows have the same maximum in the second plane. */
    @Test
    void sendsTheGradientToTheWinners() {
        final Tensor dy = floats("dy", 2, 1, 1, 2);
        final Tensor winner = ints("winner", 2, 1, 1, 2);
        final Tensor dx = floats("dx", 2, 1, 2, 3);
        final var result = new OracleRun()
                .with(dy, 1.0, 10, 100, 1000)
                .with(winner, 3, 2, 4, 4)
                .with(dx, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN)
                .run(new MaxPoolBackward(dy, winner, dx, new Window(2, 1, 0)));
        assertArrayEquals(new double[] {0, 0, 10, 1, 0, 0, 0, 0, 0, 0, 1100, 0}, result.floats(dx));
    }
}
