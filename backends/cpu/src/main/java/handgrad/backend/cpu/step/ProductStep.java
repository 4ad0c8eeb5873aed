package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.ConvolutionProducts;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LinearProducts;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.program.ConvolutionOp;
import handgrad.program.LinearOp;
import handgrad.program.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Weights times a group of samples, the samples innermost: y[r, p] = b[r] + Σ_k w[r, k] · x[k, p], where p are the
 * positions of an image. This is a convolution, a linear layer, or the input gradient of one, which has no b.
 */
public final class ProductStep implements SampleStep {
    private final Kernels kernels;
    private final GroupedPlace from;
    private final FloatStore w;
    private final Optional<FloatStore> biases;
    private final GroupedPlace to;
    private final int rows;
    private final BroadcastProduct product;
    private final BroadcastCall[] calls;

    /** Cuts a product into tiles, given where its input and output lie. */
    private interface Tiles {
        BroadcastProduct of(GroupLayout from, GroupLayout to);
    }

    private ProductStep(StepContext context, Tensor from, Tensor w, Optional<Tensor> biases, Tensor to, Tiles tiles) {
        final Memory memory = context.memory();
        this.kernels = context.kernels();
        this.from = memory.grouped(from);
        this.w = memory.floats(w);
        this.biases = biases.map(memory::floats);
        this.to = memory.grouped(to);
        final BroadcastProduct zeroBased = tiles.of(this.from.grid(), this.to.grid());
        this.rows = zeroBased.tables().yRows().length;
        this.product = context.arrange(biases.isPresent() ? zeroBased.startingByRow() : zeroBased);
        this.calls = context.calls(product);
        for (final BroadcastCall call : calls) {
            call.init = new float[(biases.isPresent() ? rows : 1) * GroupLayout.LANES];
        }
    }

    /** A convolution or the input gradient of one. */
    public static ProductStep of(StepContext context, ConvolutionOp op) {
        return switch (op) {
            case final ConvolutionOp.Conv2dForward f ->
                forward(context, f.x(), f.w(), f.b(), f.y(), (x, y) -> ConvolutionProducts.forward(x, y, f.window()));
            case final ConvolutionOp.TableConv2dForward f ->
                forward(
                        context,
                        f.x(),
                        f.w(),
                        f.b(),
                        f.y(),
                        (x, y) -> ConvolutionProducts.forward(x, y, f.window(), f.table()));
            case final ConvolutionOp.Conv2dBackwardInput b ->
                backward(context, b.dy(), b.w(), b.dx(), (dy, dx) -> ConvolutionProducts.backward(dy, dx, b.window()));
            case final ConvolutionOp.TableConv2dBackwardInput b ->
                backward(
                        context,
                        b.dy(),
                        b.w(),
                        b.dx(),
                        (dy, dx) -> ConvolutionProducts.backward(dy, dx, b.window(), b.table()));
            case ConvolutionOp.Conv2dBackwardWeight _, ConvolutionOp.TableConv2dBackwardWeight _ ->
                throw new IllegalStateException(op.name() + " is no product with weights");
        };
    }

    /** y = x wᵀ + b: the rows are the outputs. */
    public static ProductStep of(StepContext context, LinearOp.LinearForward f) {
        return forward(context, f.x(), f.w(), f.b(), f.y(), (x, y) -> LinearProducts.forward(context.kernels(), x, y));
    }

    /** dx = dy w: the rows are the inputs. */
    public static ProductStep of(StepContext context, LinearOp.LinearBackwardInput b) {
        return backward(context, b.dy(), b.w(), b.dx(), (dy, dx) -> LinearProducts.backward(context.kernels(), dy, dx));
    }

    private static ProductStep forward(StepContext context, Tensor x, Tensor w, Tensor b, Tensor y, Tiles tiles) {
        return new ProductStep(context, x, w, Optional.of(b), y, tiles);
    }

    private static ProductStep backward(StepContext context, Tensor dy, Tensor w, Tensor dx, Tiles tiles) {
        return new ProductStep(context, dy, w, Optional.empty(), dx, tiles);
    }

    @Override
    public void run(int worker, int group) {
        final BroadcastCall call = calls[worker];
        if (biases.isPresent()) {
            final float[] values = biases.get().values;
            for (int r = 0; r < rows; r++) {
                Arrays.fill(call.init, r * GroupLayout.LANES, (r + 1) * GroupLayout.LANES, values[r]);
            }
        }
        call.a = w.values;
        call.x = from.values(worker);
        call.xBase = from.at(group);
        call.y = to.values(worker);
        call.yBase = to.at(group);
        product.run(kernels, call);
    }
}
