package handgrad.host.backend.cpu;

/** A product of weights and lanes for a group of samples: a convolution, a linear layer with the samples innermost, or the input gradient of one. */
final class ProductStep implements SampleStep {
    private final Kernels kernels;
    private final GroupedPlace from;
    private final FloatStore w;
    private final FloatStore init;
    private final GroupedPlace to;
    private final BroadcastProduct product;
    private final BroadcastCall[] calls;

    /**
     * A step.
     *
     * @param from the input, or the output's gradient
     * @param w the weights
     * @param init what each row of the product begins with: the biases, or zeros
     * @param to the output, or the input's gradient
     * @param product how it is cut into tiles
     */
    ProductStep(
            Kernels kernels,
            int workers,
            GroupedPlace from,
            FloatStore w,
            FloatStore init,
            GroupedPlace to,
            BroadcastProduct product) {
        this.kernels = kernels;
        this.from = from;
        this.w = w;
        this.init = init;
        this.to = to;
        this.product = product;
        this.calls = product.calls(workers);
    }

    @Override
    public void run(int worker, int group) {
        final BroadcastCall call = calls[worker];
        call.a = w.values;
        call.x = from.values(worker);
        call.xBase = from.at(group);
        call.init = init.values;
        call.y = to.values(worker);
        call.yBase = to.at(group);
        product.run(kernels, call);
    }
}
