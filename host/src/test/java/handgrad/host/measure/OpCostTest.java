package handgrad.host.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.activation.Activations;
import handgrad.backend.StepProfile.Piece;
import handgrad.host.measure.Traffic.Moved;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimisers;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import handgrad.program.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work counted by hand, or by walking through all products. */
class OpCostTest {
    private static final Tensor X = Tensor.activation("x", Shape.of(2, 3, 7, 9));
    private static final Tensor W = Tensor.parameter("w", Shape.of(4, 3, 5, 5));
    private static final Tensor B = Tensor.parameter("b", Shape.of(4));

    /**
     * LeNet-5's first layer: of 28 rows the first sees 3 of 5, the second 4, 24 all of them, so 134 a column and as
     * many a row.
     */
    @Test
    void paddingIsNoWork() {
        final Tensor x = Tensor.activation("x", Shape.of(1, 1, 28, 28));
        final Tensor w = Tensor.parameter("w", Shape.of(6, 1, 5, 5));
        final Tensor y = Tensor.activation("y", Shape.of(1, 6, 28, 28));
        final Tensor b = Tensor.parameter("b", Shape.of(6));

        assertEquals(2L * 6 * 134 * 134, OpCost.flops(new Conv2dForward(x, w, b, y, new Window(5, 1, 2))));
    }

    @Test
    void stridesAndPaddingAsTheLoopsGoThroughThem() {
        for (int stride = 1; stride <= 3; stride++) {
            for (int padding = 0; padding <= 2; padding++) {
                final Window window = new Window(5, stride, padding);
                final Tensor y = Tensor.activation("y", Shape.of(2, 4, window.outputExtent(7), window.outputExtent(9)));
                long products = 0;
                for (int i = 0; i < y.shape().dimension(2); i++) {
                    for (int j = 0; j < y.shape().dimension(3); j++) {
                        for (int u = 0; u < 5; u++) {
                            for (int v = 0; v < 5; v++) {
                                final int row = i * stride - padding + u;
                                final int column = j * stride - padding + v;
                                products += row >= 0 && row < 7 && column >= 0 && column < 9 ? 1 : 0;
                            }
                        }
                    }
                }
                assertEquals(2 * 2 * 3 * 4 * products, OpCost.flops(new Conv2dForward(X, W, B, y, window)));
                assertEquals(2 * 2 * 3 * 4 * products, OpCost.flops(new Conv2dBackwardInput(y, W, X, window)));
            }
        }
    }

    /** tanh; dy (1 − y²): two of the fma, one product; a choice; z − y, its square, the sum. */
    @Test
    void formulasCostTheirTerms() {
        final Tensor x = Tensor.activation("x", Shape.of(8, 5));
        final Tensor losses = Tensor.activation("losses", Shape.of(8));

        assertEquals(40, OpCost.flops(new ActivationForward(Activations.TANH, x, x)));
        assertEquals(3 * 40, OpCost.flops(new ActivationBackward(Activations.TANH, x, x, x, x)));
        assertEquals(40, OpCost.flops(new ActivationBackward(Activations.RELU, x, x, x, x)));
        assertEquals(3 * 40, OpCost.flops(new ScoreLossForward(SampleLosses.SQUARED_ERROR, x, x, losses)));
        assertEquals(
                // μ v, + g; rate · v, w −
                4 * 40, OpCost.flops(new Update(Optimisers.MOMENTUM.rule(), x, x, List.of(x), number(), number())));
    }

    private static Tensor number() {
        return Tensor.activation("number", Shape.of(1));
    }

    @Test
    void aGradientThatIsUsedAtOnceIsNoTraffic() {
        final Tensor w = Tensor.parameter("w", Shape.of(10, 20));
        final Tensor b = Tensor.parameter("b", Shape.of(10));
        final Tensor y = Tensor.activation("y", Shape.of(8, 10));
        final Tensor rate = Tensor.state("rate", 1);
        final Op forward = new LinearForward(Tensor.data("data", Shape.of(8, 20)), w, b, y);
        final Op gradient = new LinearBackwardWeight(
                Tensor.data("data", Shape.of(8, 20)), y, Tensor.gradient(w), Tensor.gradient(b));
        final Op update = Update.plain(w, Tensor.gradient(w), rate);
        final Traffic traffic = new Traffic(new Program("step", List.of(forward, gradient, update), List.of()));

        assertEquals(2 * 8 * 10 * 20, OpCost.flops(forward));
        assertEquals(2 * 8 * 10 * 20 + 8 * 10, OpCost.flops(gradient));
        assertEquals(2 * 200, OpCost.flops(update));
        // x, dy, dw, db
        assertEquals(4 * (160 + 80 + 200 + 10), bytes(traffic, List.of(gradient)));
        // w, dw, rate, w
        assertEquals(4 * (200 + 200 + 1 + 200), bytes(traffic, List.of(update)));
        // x, dy, w, rate in; w and db, which nobody has read yet, out
        assertEquals(4 * (160 + 80 + 200 + 1 + 200 + 10), bytes(traffic, List.of(gradient, update)));
    }

    private static long bytes(Traffic traffic, List<Op> ops) {
        final Traffic.Moved moved = traffic.of(Piece.of(ops));
        assertEquals(0, moved.fromDataSet());
        return moved.all();
    }

    /** Four rows of twelve numbers, of a data set of fifty, which is kept as floats or as bytes. */
    @Test
    void aBatchComesFromTheDataSet() {
        final Tensor data = Tensor.data("data", Shape.of(50, 12));
        final Tensor order = Tensor.counters("order", 50);
        final Tensor position = Tensor.counters("position", 2);
        final Tensor x = Tensor.activation("x", Shape.of(4, 12));
        final Tensor w = Tensor.parameter("w", Shape.of(3, 12));
        final Tensor y = Tensor.activation("y", Shape.of(4, 3));
        final Op gather = new GatherRows(data, order, position, x);
        final Op forward = new LinearForward(x, w, Tensor.parameter("b", Shape.of(3)), y);
        final Op gradient = new LinearBackwardWeight(x, y, Tensor.gradient(w), Tensor.activation("db", Shape.of(3)));
        final Traffic traffic = new Traffic(new Program("step", List.of(gather, forward, gradient), List.of()));

        // 48 numbers in and out, four places in the order, one position
        assertEquals(new Moved(4 * (48 + 48 + 4 + 1), 4 * 48, 4 * 600), traffic.of(Piece.of(List.of(gather))));
        assertEquals(
                new Moved(48 + 4 * (48 + 4 + 1), 48, 600),
                traffic.of(Piece.of(List.of(gather)).withBytes(List.of(data))));
        // x, w, b, y
        assertEquals(new Moved(4 * (48 + 36 + 3 + 12), 0, 0), traffic.of(Piece.of(List.of(forward))));
        // As one, the batch is written only for the gradient.
        assertEquals(
                new Moved(4 * (48 + 4 + 1 + 48 + 36 + 3 + 12), 4 * 48, 4 * 600),
                traffic.of(Piece.of(List.of(gather, forward))));
        // Where pixels are read in place, nobody writes the batch: pixels, order, position, w, b in; y out
        assertEquals(
                new Moved(48 + 4 * (4 + 1 + 36 + 3 + 12), 48, 600),
                traffic.of(Piece.of(List.of(gather, forward)).withBytes(List.of(data, x))));
        // pixels and dy in; dw and db out
        assertEquals(
                new Moved(48 + 4 * (12 + 36 + 3), 0, 0),
                traffic.of(Piece.of(List.of(gradient)).withBytes(List.of(data, x))));
    }
}
