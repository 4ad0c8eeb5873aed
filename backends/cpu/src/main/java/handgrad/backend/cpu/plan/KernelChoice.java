package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.kernel.Kernels;
import java.util.List;

/**
 * The kernels of a session, which remember what was warmed up.
 *
 * @param usual for all programs but tiny ones
 * @param ofTiny for programs of so little work that vectors are not worth their while
 */
public record KernelChoice(Kernels usual, Kernels ofTiny) {
    /**
     * Those that suit a program.
     *
     * @param work its multiplications, as {@link WorkEstimate} counts them
     */
    public Kernels of(long work) {
        if (work < WorkEstimate.TINY) {
            return ofTiny;
        }
        return work < WorkEstimate.LARGE ? usual.forLittleWork() : usual;
    }

    /** Each of them. */
    public List<Kernels> all() {
        return List.of(usual, ofTiny);
    }
}
