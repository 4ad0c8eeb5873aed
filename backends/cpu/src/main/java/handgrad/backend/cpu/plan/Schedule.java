package handgrad.backend.cpu.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The order in which nodes run: in phases, one after the other. All nodes of a phase work either by samples, and then a group of samples goes
 * through all of them in order, or by blocks, and then they are independent of each other.
 *
 * @param phases in order
 */
public record Schedule(List<Phase> phases) {
    /**
     * A phase.
     *
     * @param bySample whether its nodes work by samples
     * @param nodes in order
     * @param riders for each node that computes a gradient, the updates that it does at once; empty lists for the others
     */
    public record Phase(boolean bySample, List<Node> nodes, List<List<Node>> riders) {
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

    /** Schedules nodes that are in an order of right results. */
    public static Schedule of(List<Node> nodes) {
        final DependencyLevels levels = new DependencyLevels(nodes);
        final Map<Integer, Phase> phases = new TreeMap<>();
        final Map<Integer, List<Node>> ridersOf = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (levels.rides(i)) {
                ridersOf.get(levels.hostOf(i)).add(nodes.get(i));
            } else {
                final boolean bySample = nodes.get(i).bySample();
                final Phase phase = phases.computeIfAbsent(
                        levels.of(i), _ -> new Phase(bySample, new ArrayList<>(), new ArrayList<>()));
                final List<Node> riders = new ArrayList<>();
                ridersOf.put(i, riders);
                phase.nodes().add(nodes.get(i));
                phase.riders().add(riders);
            }
        }
        return new Schedule(List.copyOf(phases.values()));
    }

    /**
     * Whether blocks of a phase may be worked on while the last group of samples is still on its way through the phase before: nothing that the
     * blocks write is touched there.
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
