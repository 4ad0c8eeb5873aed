package handgrad.backend.opencl.plan;

import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where samples lie in lanes, resident tensors, which are row-major, cannot be a routine's by-sample operands: puts a copy in lanes in their
 * place, made before the first routine that reads it and brought back after each that writes it.
 */
final class Packing {
    private final List<Routine> result = new ArrayList<>();
    private final Map<Tensor, Tensor> packed = new HashMap<>();

    private Packing() {}

    static List<Routine> of(List<Routine> routines) {
        final Packing packing = new Packing();
        routines.forEach(packing::add);
        return packing.result;
    }

    private void add(Routine routine) {
        Routine changed = routine;
        for (final Operand operand : routine.operands()) {
            final Tensor tensor = operand.tensor();
            if (operand.bySample() && tensor.role().isResident()) {
                if (operand.isRead() && !packed.containsKey(tensor)) {
                    result.add(SampleRoutines.pack(tensor, inLanes(tensor)));
                }
                packed.put(tensor, inLanes(tensor));
                changed = changed.replacing(operand.formal(), operand.withTensor(inLanes(tensor)));
            } else if (operand.isWritten()) {
                packed.remove(tensor);
            }
        }
        result.add(changed);
        for (final Operand operand : routine.operands()) {
            if (operand.bySample()
                    && operand.isWritten()
                    && operand.tensor().role().isResident()) {
                result.add(SampleRoutines.unpack(inLanes(operand.tensor()), operand.tensor()));
            }
        }
    }

    private static Tensor inLanes(Tensor tensor) {
        return new Tensor("lanes(" + tensor.name() + ")", tensor.shape(), tensor.type(), Role.ACTIVATION);
    }
}
