package handgrad.host.backend.opencl.plan;

import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.List;

/**
 * A kernel and how it is launched.
 *
 * @param name its name in the source
 * @param ops whose work it does, each once
 * @param residents the resident tensors that it takes, in the order of its parameters
 * @param usesArena whether the arena follows them
 * @param global work-items in all
 * @param local work-items of a work-group
 * @param isPersistent whether a last parameter says how many steps it is to run
 */
public record KernelPlan(
        String name,
        List<Op> ops,
        List<Tensor> residents,
        boolean usesArena,
        long global,
        long local,
        boolean isPersistent) {
    /** Copies the lists. */
    public KernelPlan {
        ops = List.copyOf(ops);
        residents = List.copyOf(residents);
    }
}
