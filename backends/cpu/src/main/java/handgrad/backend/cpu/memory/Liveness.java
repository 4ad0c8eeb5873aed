package handgrad.backend.cpu.memory;

import handgrad.backend.cpu.plan.Access;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Resource;
import handgrad.backend.cpu.plan.Schedule;
import handgrad.backend.cpu.plan.Schedule.Phase;
import java.util.HashMap;
import java.util.Map;

/** Which resources are only passed from node to node within one phase, and which node uses them last. */
final class Liveness {
    /** The phase in which a resource is used, each group of samples by itself, and its last node so far. */
    private record Life(int phase, int last) {}

    /** The life of what outlives its phase, or is read as a whole. */
    private static final Life LONG = new Life(-1, -1);

    private final Map<Resource, Life> lives = new HashMap<>();

    Liveness(Schedule schedule) {
        for (int p = 0; p < schedule.phases().size(); p++) {
            final Phase phase = schedule.phases().get(p);
            for (int n = 0; n < phase.nodes().size(); n++) {
                for (final Access access : phase.nodes().get(n).accesses()) {
                    add(access, p, n);
                }
                for (final Node update : phase.fusedUpdates().get(n)) {
                    for (final Access access : update.accesses()) {
                        lives.put(access.resource(), LONG);
                    }
                }
            }
        }
    }

    private void add(Access access, int phase, int node) {
        final Life before = lives.get(access.resource());
        final boolean isShort = access.bySample() && (before == null || before.phase() == phase);
        lives.put(access.resource(), isShort ? new Life(phase, node) : LONG);
    }

    /** Whether the groups of samples of one phase, each by itself, are all who use a resource. */
    boolean isPassedOn(Resource resource) {
        return lives.get(resource) != LONG;
    }

    /** The number of the last node, in its phase, that uses a resource that {@linkplain #isPassedOn is passed on}. */
    int lastUse(Resource resource) {
        return lives.get(resource).last();
    }
}
