package handgrad.backend.oracle;

import handgrad.program.ActivationOp;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import java.util.List;

/** The activations in float64. */
final class ActivationLoops {
    private static final double[] NO_SCALARS = {};

    private ActivationLoops() {}

    static void run(ActivationOp op, OracleMemory memory) {
        switch (op) {
            case ActivationForward f ->
                ElementwiseLoops.run(
                        f.function().forward(),
                        List.of(memory.floats(f.x())),
                        NO_SCALARS,
                        List.of(memory.floats(f.y())));
            case ActivationBackward b ->
                ElementwiseLoops.run(
                        b.function().backward(),
                        b.inputs().stream().map(memory::floats).toList(),
                        NO_SCALARS,
                        List.of(memory.floats(b.dx())));
        }
    }
}
