package handgrad.backend.opencl.source;

import handgrad.backend.opencl.routine.Operand;
import java.util.List;

/**
 * Where a routine's operand lies.
 *
 * @param operand the operand
 * @param space {@code __local} or {@code __global}
 * @param arguments what the kernel passes for it: an address, and a second one in global memory if a result is stored
 *     there as well
 */
record Place(Operand operand, String space, List<String> arguments) {
    /** Whether a result in local memory is stored in global memory as well. */
    boolean isCopied() {
        return arguments.size() > 1;
    }

    /** The name of the second pointer. */
    String copy() {
        return operand.formal() + "_kept";
    }
}
