package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.formula.Formula;
import java.util.function.Consumer;

/**
 * What steps are made from.
 *
 * @param kernels the inner loops
 * @param workers the number of threads
 * @param memory where tensors lie
 * @param warmUp takes note of every kernel that a step will use, so that it is compiled before the first step
 */
public record StepContext(Kernels kernels, int workers, Memory memory, Consumer<KernelUse> warmUp) {
    /** A context whose kernels are warmed up. */
    public StepContext(Kernels kernels, int workers, Memory memory) {
        this(kernels, workers, memory, kernels::queueWarmUp);
    }

    /** The same context for steps that run only where the data are floats: their kernels are warmed up only then. */
    public StepContext ifFloats(DataStore data) {
        return new StepContext(kernels, workers, memory, use -> data.whenFloats(() -> kernels.queueWarmUp(use)));
    }

    /** Notes that a step will use a kernel. */
    public void expect(KernelUse use) {
        warmUp.accept(use);
    }

    /** The loop of a formula. */
    public ElementwiseLoop loop(Formula formula) {
        expect(new KernelUse.Loop(formula));
        return kernels.loop(formula);
    }

    /** A product cut into the tiles that suit the kernels. */
    public BroadcastProduct arrange(BroadcastProduct product) {
        final BroadcastProduct arranged = kernels.arrange(product);
        arranged.tiles().forEach(piece -> expect(new KernelUse.BroadcastTile(piece.shape())));
        return arranged;
    }
}
