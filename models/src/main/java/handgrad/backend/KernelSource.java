package handgrad.backend;

import handgrad.program.Op;
import handgrad.program.Program;
import java.util.List;

/** A session that can show the code its device runs. */
public interface KernelSource {
    /**
     * The kernels that do the work of an op.
     *
     * @param program one of the session's programs
     * @param op an op of the program
     * @return at least one; where ops are fused, the kernel that does this one's work among others
     * @throws IllegalArgumentException if the session was not opened with this program, or the program has no such op
     * @throws DeviceException if the code cannot be had from the device
     */
    List<KernelListing> kernels(Program program, Op op);
}
