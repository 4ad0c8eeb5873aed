package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.rewrite.Rewrite;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a session plans its programs with.
 *
 * @param usual for all programs but tiny ones
 * @param ofTiny for programs of so little work that vectors are not worth their while
 * @param rewrites those that programs may undergo
 */
public record KernelChoice(Kernels usual, Kernels ofTiny, Set<Rewrite> rewrites) {
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

    /** The same for data that are floats, of which no batch is read where it is. */
    public KernelChoice ofFloats() {
        final Set<Rewrite> others = EnumSet.noneOf(Rewrite.class);
        others.addAll(rewrites);
        others.remove(Rewrite.GATHER_ELISION);
        return new KernelChoice(usual, ofTiny, others);
    }

    /** Each of them. */
    public List<Kernels> all() {
        return List.of(usual, ofTiny);
    }
}
