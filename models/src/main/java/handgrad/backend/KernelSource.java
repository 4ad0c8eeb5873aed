package handgrad.backend;

import handgrad.program.Op;
import handgrad.program.Program;
import java.util.List;

/** A session that can show the code that its device runs. */
public interface KernelSource {
    /**
     * The kernels that compute an op.
     *
     * @param program one of the session's programs
     * @param op an op of the program
     * @return at least one; for fused ops, the kernel of all of them
     * @throws IllegalArgumentException if the session was not opened with this program, or the program has no such op
     * @throws DeviceException if the device does not provide its code
     */
    List<KernelListing> kernels(Program program, Op op);
}
