package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.memory.Memory;
import handgrad.formula.Formula;

/**
 * What steps are made from.
 *
 * @param kernels the inner loops
 * @param workers the number of threads
 * @param memory where tensors lie
 */
public record StepContext(Kernels kernels, int workers, Memory memory) {
    /** Notes that a step will use a kernel, so that it is compiled before the first step. */
    public void queueWarmUp(KernelUse use) {
        kernels.queueWarmUp(use);
    }

    /** A call of a product for each worker. */
    public BroadcastCall[] calls(BroadcastProduct product) {
        return product.calls(kernels, workers);
    }

    /** The loop of a formula. */
    public ElementwiseLoop loop(Formula formula) {
        queueWarmUp(new KernelUse.Loop(formula));
        return kernels.loop(formula);
    }

    /** A product cut into the tiles that suit the kernels. */
    public BroadcastProduct arrange(BroadcastProduct product) {
        final BroadcastProduct arranged = kernels.arrange(product);
        arranged.queueWarmUp(kernels);
        return arranged;
    }
}
