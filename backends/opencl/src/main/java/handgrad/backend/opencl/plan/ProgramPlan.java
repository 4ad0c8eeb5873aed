package handgrad.backend.opencl.plan;

import handgrad.backend.opencl.routine.PlanKind;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What a program has become: OpenCL C and how to launch it.
 *
 * @param kind the kind of plan
 * @param prelude what must stand before the source, once for all plans that have the same
 * @param source the program's functions and kernels
 * @param kernels the launches of a step, in order
 * @param arenaFloats the floats of global memory that it needs besides the resident tensors
 * @param outputs where the program's outputs lie
 * @param notes what did not fit, for a person
 */
public record ProgramPlan(
        PlanKind kind,
        String prelude,
        String source,
        List<KernelPlan> kernels,
        long arenaFloats,
        Map<Tensor, Output> outputs,
        List<String> notes) {
    /** Copies the collections. */
    public ProgramPlan {
        kernels = List.copyOf(kernels);
        outputs = Map.copyOf(outputs);
        notes = List.copyOf(notes);
    }

    /** The whole text, which can be compiled. */
    public String text() {
        return prelude + source;
    }

    /**
     * Where an output lies in the arena.
     *
     * @param offset its first float
     * @param lanes how many samples lie side by side; 1 for row-major
     */
    public record Output(long offset, int lanes) {}

    /** Whether one launch can run many steps. */
    public boolean isPersistent() {
        return kernels.size() == 1 && kernels.getFirst().isPersistent();
    }
}
