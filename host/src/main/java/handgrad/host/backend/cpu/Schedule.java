package handgrad.host.backend.cpu;

import handgrad.host.backend.cpu.Node.Work;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The order in which nodes run: in phases, one after the other. All nodes of a phase work either by samples, and then a group of samples goes
 * through all of them in order, or by blocks, and then they are independent of each other.
 *
 * @param phases in order
 */
record Schedule(List<Phase> phases) {
    /**
     * A phase.
     *
     * @param bySample whether its nodes work by samples
     * @param nodes in order
     * @param riders for each node that computes a gradient, the updates that it does at once; empty lists for the others
     */
    record Phase(boolean bySample, List<Node> nodes, List<List<Node>> riders) {
        /** How many groups of samples one thread goes through in order, where the phase works by samples. */
        int groupsInTask() {
            return nodes.stream()
                    .map(Node::work)
                    .filter(Node.Work.Partial.class::isInstance)
                    .map(Node.Work.Partial.class::cast)
                    .mapToInt(partial -> partial.gradient().groupsInPart())
                    .max()
                    .orElse(1);
        }
    }

    /** Schedules nodes that are in an order of right results. */
    static Schedule of(List<Node> nodes) {
        final int[] levels = new int[nodes.size()];
        final Map<Integer, Integer> hosts = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            final Optional<Integer> host = host(nodes, levels, hosts, i);
            if (host.isPresent()) {
                hosts.put(i, host.get());
                levels[i] = levels[host.get()];
            } else {
                levels[i] = level(nodes, levels, i);
            }
        }
        final Map<Integer, Phase> phases = new TreeMap<>();
        final Map<Integer, List<Node>> ridersOf = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (hosts.containsKey(i)) {
                ridersOf.get(hosts.get(i)).add(nodes.get(i));
            } else {
                final boolean bySample = nodes.get(i).bySample();
                final Phase phase = phases.computeIfAbsent(
                        levels[i], _ -> new Phase(bySample, new ArrayList<>(), new ArrayList<>()));
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
    boolean mayOverlap(int phase) {
        return phases.get(phase - 1).nodes().stream()
                .noneMatch(earlier -> phases.get(phase).nodes().stream()
                        .flatMap(node -> node.accesses().stream())
                        .filter(Access::write)
                        .anyMatch(write -> earlier.accesses().stream()
                                .anyMatch(access -> access.resource().equals(write.resource()))));
    }

    /** Even levels work by samples, odd ones by blocks: the lowest of its kind that respects the nodes before. */
    private static int level(List<Node> nodes, int[] levels, int i) {
        final Node node = nodes.get(i);
        int level = node.bySample() ? 0 : 1;
        for (int j = 0; j < i; j++) {
            final Node earlier = nodes.get(j);
            if (node.conflictsWith(earlier)) {
                final boolean together = node.bySample() && earlier.bySample() && !node.mustFollow(earlier);
                final int lowest = together ? levels[j] : levels[j] + 1;
                final boolean isSampleLevel = lowest % 2 == 0;
                level = Math.max(level, isSampleLevel == node.bySample() ? lowest : lowest + 1);
            }
        }
        return level;
    }

    /**
     * The gradient node that can take an update along: the last to write the gradient, if whatever else the update must wait for is done in
     * an earlier phase, or is taken along by the same node.
     */
    private static Optional<Integer> host(List<Node> nodes, int[] levels, Map<Integer, Integer> hosts, int i) {
        if (!(nodes.get(i).work() instanceof final Work.Run run && run.op() instanceof final UpdateOp update)) {
            return Optional.empty();
        }
        final Tensor gradient = switch (update) {
            case UpdateOp.SgdUpdate sgd -> sgd.dw();
            case UpdateOp.AddPenaltyGradient penalty -> penalty.dw();
        };
        for (int host = i - 1; host >= 0; host--) {
            if (computes(nodes.get(host), gradient)) {
                for (int j = 0; j < i; j++) {
                    final boolean rides = j == host || Integer.valueOf(host).equals(hosts.get(j));
                    if (!rides && nodes.get(i).conflictsWith(nodes.get(j)) && levels[j] >= levels[host]) {
                        return Optional.empty();
                    }
                }
                return Optional.of(host);
            }
        }
        return Optional.empty();
    }

    private static boolean computes(Node node, Tensor gradient) {
        if (node.work() instanceof Work.Total(final PartialGradient g)) {
            return isOneOf(gradient, g.dw(), g.db());
        }
        return node.work() instanceof final Work.Run run
                && switch (run.op()) {
                    case Conv2dBackwardWeight g -> isOneOf(gradient, g.dw(), g.db());
                    case TableConv2dBackwardWeight g -> isOneOf(gradient, g.dw(), g.db());
                    case LinearBackwardWeight g -> isOneOf(gradient, g.dw(), g.db());
                    default -> false;
                };
    }

    /** One of the two and not both: were they the same tensor, one would overwrite the other. */
    private static boolean isOneOf(Tensor tensor, Tensor dw, Tensor db) {
        return (tensor.equals(dw) || tensor.equals(db)) && !dw.equals(db);
    }
}
