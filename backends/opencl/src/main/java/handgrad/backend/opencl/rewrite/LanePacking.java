package handgrad.backend.opencl.rewrite;

import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Routines;
import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the samples of resident tensors, which are row-major, into lanes for the routines that go by sample:
 *
 * <pre>
 * before: y = f(x)
 * after:  lanes(x) = Pack(x); lanes(y) = f(lanes(x)); y = Unpack(lanes(y))
 * </pre>
 */
final class LanePacking {
    private final List<Routine> result = new ArrayList<>();
    private final Set<Tensor> packed = new HashSet<>();

    private LanePacking() {}

    static List<Routine> of(List<Routine> routines) {
        final LanePacking packing = new LanePacking();
        routines.forEach(packing::add);
        return packing.result;
    }

    private void add(Routine routine) {
        final List<Routine> unpacking = new ArrayList<>();
        final List<Operand> operands = new ArrayList<>();
        for (final Operand operand : routine.operands()) {
            final Tensor tensor = operand.tensor();
            if (operand.bySample() && tensor.role().isResident()) {
                final Tensor lanes = inLanes(tensor);
                if (packed.add(tensor) && operand.isRead()) {
                    result.add(Routines.pack(tensor, lanes));
                }
                if (operand.isWritten()) {
                    unpacking.add(Routines.unpack(lanes, tensor));
                }
                operands.add(operand.withTensor(lanes));
            } else {
                if (operand.isWritten()) {
                    packed.remove(tensor);
                }
                operands.add(operand);
            }
        }
        result.add(routine.withOperands(operands));
        result.addAll(unpacking);
    }

    private static Tensor inLanes(Tensor tensor) {
        return new Tensor("lanes(" + tensor.name() + ")", tensor.shape(), tensor.type(), Role.ACTIVATION);
    }
}
