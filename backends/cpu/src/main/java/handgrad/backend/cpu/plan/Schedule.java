package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.rewrite.Rewrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The order in which nodes run: phase after phase. All nodes of a phase work by samples, and then a group of samples
 * goes through all of them in order; or by blocks, and then they are independent of each other.
 *
 * @param phases in order
 */
public record Schedule(List<Phase> phases) {
    /**
     * A phase.
     *
     * @param bySample whether its nodes work by samples
     * @param nodes in order
     * @param fusedUpdates for each node the updates that are fused into it; empty lists for nodes that compute no
     *     gradient
     */
    public record Phase(boolean bySample, List<Node> nodes, List<List<Node>> fusedUpdates) {
        /** How many groups of samples one thread goes through in order, where the phase works by samples. */
        public int groupsInTask() {
            int groups = 1;
            for (final Node node : nodes) {
                if (node.work() instanceof final Node.Work.Partial partial) {
                    groups = Math.max(groups, partial.gradient().groupsInPart());
                }
            }
            return groups;
        }
    }

    /**
     * Schedules nodes.
     *
     * @param nodes in an order of right results
     * @param rewrites those to use: of them {@link Rewrite#UPDATE_FUSION} is for the schedule
     * @return the phases
     */
    public static Schedule of(List<Node> nodes, Set<Rewrite> rewrites) {
        final DependencyLevels levels = new DependencyLevels(nodes, rewrites.contains(Rewrite.UPDATE_FUSION));
        final Map<Integer, Phase> phases = new TreeMap<>();
        final Map<Integer, List<Node>> updatesOf = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (levels.isFused(i)) {
                updatesOf.get(levels.gradientOf(i)).add(nodes.get(i));
            } else {
                final boolean bySample = nodes.get(i).bySample();
                final Phase phase = phases.computeIfAbsent(
                        levels.of(i), _ -> new Phase(bySample, new ArrayList<>(), new ArrayList<>()));
                final List<Node> updates = new ArrayList<>();
                updatesOf.put(i, updates);
                phase.nodes().add(nodes.get(i));
                phase.fusedUpdates().add(updates);
            }
        }
        return new Schedule(List.copyOf(phases.values()));
    }

    /**
     * Whether blocks of a phase may run while the last group of samples is still in the phase before: that touches
     * nothing that the blocks write.
     *
     * @param phase the number of a phase that works by blocks and follows one that works by samples
     */
    public boolean mayOverlap(int phase) {
        final Set<Resource> touched = new HashSet<>();
        for (final Node earlier : phases.get(phase - 1).nodes()) {
            for (final Access access : earlier.accesses()) {
                touched.add(access.resource());
            }
        }
        for (final Node node : phases.get(phase).nodes()) {
            for (final Access access : node.accesses()) {
                if (access.write() && touched.contains(access.resource())) {
                    return false;
                }
            }
        }
        return true;
    }
}
