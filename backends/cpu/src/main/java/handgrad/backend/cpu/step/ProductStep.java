package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import java.util.Arrays;
import java.util.Optional;

/** A product of weights and lanes for a group of samples: a convolution, a linear layer with the samples innermost, or the input gradient of one. */
public final class ProductStep implements SampleStep {
    private final Kernels kernels;
    private final GroupedPlace from;
    private final FloatStore w;
    private final Optional<FloatStore> biases;
    private final GroupedPlace to;
    private final BroadcastProduct product;
    private final BroadcastCall[] calls;

    /**
     * A step.
     *
     * @param from the input, or the output's gradient
     * @param w the weights
     * @param biases what each row of the product begins with, or empty for zeros
     * @param to the output, or the input's gradient
     * @param product how it is cut into tiles
     */
    public ProductStep(
            Kernels kernels,
            int workers,
            GroupedPlace from,
            FloatStore w,
            Optional<FloatStore> biases,
            GroupedPlace to,
            BroadcastProduct product) {
        this.kernels = kernels;
        this.from = from;
        this.w = w;
        this.biases = biases;
        this.to = to;
        this.product = kernels.arrange(biases.isPresent() ? product.startingByRow() : product);
        this.product.queueWarmUp(kernels);
        this.calls = this.product.calls(kernels, workers);
        final int starts = biases.isPresent() ? product.tables().yRows().length : 1;
        for (final BroadcastCall call : calls) {
            call.init = new float[starts * GroupLayout.LANES];
        }
    }

    @Override
    public void run(int worker, int group) {
        final BroadcastCall call = calls[worker];
        if (biases.isPresent()) {
            final float[] values = biases.get().values;
            for (int r = 0; r < product.tables().yRows().length; r++) {
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
