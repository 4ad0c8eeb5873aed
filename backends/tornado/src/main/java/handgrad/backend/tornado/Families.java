package handgrad.backend.tornado;

import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which programs of a session share a plan. All graphs of a plan pass on all its residents, and TornadoVM's graphs are of limited size: so
 * programs that have no resident in common, as in a check of many small programs, need not be in one plan.
 */
final class Families {
    /** Programs are put together up to this many residents; each plan costs kernels of its own for uploads. */
    static final int MAX_RESIDENTS = 150;

    private Families() {}

    /** Splits programs, each counted once, into families; those that share a resident are in the same. */
    static List<List<Program>> of(List<Program> programs) {
        final List<List<Program>> related = new ArrayList<>();
        for (final Program program : new LinkedHashSet<>(programs)) {
            final List<Program> family = new ArrayList<>();
            related.removeIf(other -> {
                final boolean shares = other.stream()
                        .anyMatch(member -> member.residents().stream().anyMatch(program.residents()::contains));
                if (shares) {
                    family.addAll(other);
                }
                return shares;
            });
            family.add(program);
            related.add(family);
        }
        return packed(related);
    }

    /** Puts small families together. */
    private static List<List<Program>> packed(List<List<Program>> families) {
        final List<List<Program>> packed = new ArrayList<>();
        final Set<Tensor> residents = new HashSet<>();
        for (final List<Program> family : families) {
            family.forEach(program -> residents.addAll(program.residents()));
            if (packed.isEmpty() || residents.size() > MAX_RESIDENTS) {
                residents.clear();
                family.forEach(program -> residents.addAll(program.residents()));
                packed.add(new ArrayList<>());
            }
            packed.getLast().addAll(family);
        }
        return packed;
    }
}
