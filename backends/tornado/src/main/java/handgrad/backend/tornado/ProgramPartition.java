package handgrad.backend.tornado;

import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Partitions the programs of a session among execution plans. Every graph of a plan must pass on all resident tensors
 * of the plan, and TornadoVM limits the size of a graph. So programs without common residents, as in a check of many
 * small programs, go to different plans.
 */
final class ProgramPartition {
    /** Small parts are merged up to this many residents, since each plan needs its own upload kernels. */
    static final int MAX_RESIDENTS = 150;

    private ProgramPartition() {}

    /** Partitions the distinct programs; programs with a common resident are in the same part. */
    static List<List<Program>> of(List<Program> programs) {
        final List<List<Program>> related = new ArrayList<>();
        for (final Program program : new LinkedHashSet<>(programs)) {
            final List<Program> part = new ArrayList<>();
            related.removeIf(other -> {
                final boolean shares = other.stream()
                        .anyMatch(member -> member.residents().stream().anyMatch(program.residents()::contains));
                if (shares) {
                    part.addAll(other);
                }
                return shares;
            });
            part.add(program);
            related.add(part);
        }
        return packed(related);
    }

    /** Merges small parts. */
    private static List<List<Program>> packed(List<List<Program>> parts) {
        final List<List<Program>> packed = new ArrayList<>();
        final Set<Tensor> residents = new HashSet<>();
        for (final List<Program> part : parts) {
            part.forEach(program -> residents.addAll(program.residents()));
            if (packed.isEmpty() || residents.size() > MAX_RESIDENTS) {
                residents.clear();
                part.forEach(program -> residents.addAll(program.residents()));
                packed.add(new ArrayList<>());
            }
            packed.getLast().addAll(part);
        }
        return packed;
    }
}
