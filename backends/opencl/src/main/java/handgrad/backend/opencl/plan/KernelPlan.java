package handgrad.backend.opencl.plan;

import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.List;

/**
 * A kernel and how it is launched.
 *
 * @param name its name in the source
 * @param ops whose work it does, each once
 * @param counted those of them whose arithmetic and traffic count here: each op counts in one kernel
 * @param residents the resident tensors that it takes, in the order of its parameters
 * @param usesArena whether the arena follows them
 * @param global work-items in all
 * @param local work-items of a work-group
 * @param isPersistent whether a last parameter says how many steps it is to run
 */
public record KernelPlan(
        String name,
        List<Op> ops,
        List<Op> counted,
        List<Tensor> residents,
        boolean usesArena,
        long global,
        long local,
        boolean isPersistent) {
    /** Copies the lists. */
    public KernelPlan {
        ops = List.copyOf(ops);
        counted = List.copyOf(counted);
        residents = List.copyOf(residents);
    }
}
