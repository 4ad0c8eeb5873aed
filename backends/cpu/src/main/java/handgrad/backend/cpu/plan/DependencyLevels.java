package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The level of each node: a node comes after all nodes that it depends on. Nodes of even levels work by samples,
 * those of odd levels by blocks. An update may instead be fused into the node that computes its gradient.
 */
final class DependencyLevels {
    private static final int NONE = -1;

    /** A level of blocks before the samples. */
    private static final int FIRST = -1;

    /** What a node does with a resource. */
    private record Use(int node, Access access) {}

    private final List<Node> nodes;
    private final int[] levels;
    private final int[] gradients;
    /**
     * For each resource what the nodes so far do with it, so that a node is compared only with those that share
     * something with it.
     */
    private final Map<Resource, List<Use>> uses = new HashMap<>();

    /**
     * Finds them.
     *
     * @param nodes in an order of right results
     * @param fusesUpdates whether a gradient may take updates along
     */
    DependencyLevels(List<Node> nodes, boolean fusesUpdates) {
        this.nodes = nodes;
        this.levels = new int[nodes.size()];
        this.gradients = new int[nodes.size()];
        Arrays.fill(gradients, NONE);
        for (int i = 0; i < levels.length; i++) {
            gradients[i] = fusesUpdates ? fusedGradient(i) : NONE;
            levels[i] = gradients[i] == NONE ? lowest(nodes.get(i)) : levels[gradients[i]];
            for (final Access access : nodes.get(i).accesses()) {
                uses.computeIfAbsent(access.resource(), _ -> new ArrayList<>()).add(new Use(i, access));
            }
        }
    }

    /** Whether a node computes scalars that updates need: it comes first, or updates could not be fused. */
    private static boolean preparesUpdates(Node node) {
        return node.work() instanceof Work.Run(UpdateOp.TakeRate _, var _)
                || node.work() instanceof Work.Run(UpdateOp.CountStep _, var _);
    }

    /** The level of a node. */
    int of(int node) {
        return levels[node];
    }

    /** Whether a node is an update that is fused into the node of its gradient. */
    boolean isFused(int node) {
        return gradients[node] != NONE;
    }

    /** The node into which an update is fused. */
    int gradientOf(int node) {
        return gradients[node];
    }

    private int lowest(Node node) {
        int level = node.bySample() ? 0 : preparesUpdates(node) ? FIRST : 1;
        for (final Access mine : node.accesses()) {
            for (final Use use : uses.getOrDefault(mine.resource(), List.of())) {
                if (mine.conflictsWith(use.access())) {
                    final boolean together =
                            node.bySample() && nodes.get(use.node()).bySample() && mine.matchesBySample(use.access());
                    final int lowest = together ? levels[use.node()] : levels[use.node()] + 1;
                    final boolean isSampleLevel = lowest % 2 == 0;
                    level = Math.max(level, isSampleLevel == node.bySample() ? lowest : lowest + 1);
                }
            }
        }
        return level;
    }

    /**
     * The gradient node into which an update can be fused, or NONE: the last that writes the gradient, if all else
     * that the update depends on is on a lower level or fused into the same node.
     */
    private int fusedGradient(int update) {
        final int gradient = lastGradient(update);
        if (gradient != NONE) {
            for (final Access mine : nodes.get(update).accesses()) {
                for (final Use use : uses.getOrDefault(mine.resource(), List.of())) {
                    final boolean isTogether = use.node() == gradient || gradients[use.node()] == gradient;
                    if (!isTogether && mine.conflictsWith(use.access()) && levels[use.node()] >= levels[gradient]) {
                        return NONE;
                    }
                }
            }
        }
        return gradient;
    }

    /** The last node that computes the gradient of an update, or NONE. */
    private int lastGradient(int node) {
        final Optional<Tensor> gradient = switch (nodes.get(node).work()) {
            case Work.Run(final UpdateOp.Update update, var _) -> Optional.of(update.dw());
            case Work.Run(final UpdateOp.AddPenaltyGradient penalty, var _) -> Optional.of(penalty.dw());
            default -> Optional.empty();
        };
        for (int earlier = node - 1; gradient.isPresent() && earlier >= 0; earlier--) {
            if (computes(nodes.get(earlier), gradient.get())) {
                return earlier;
            }
        }
        return NONE;
    }

    private static boolean computes(Node node, Tensor gradient) {
        if (node.work() instanceof Work.Gradient(final LinearBackwardWeight g, var _)) {
            return isOneOf(gradient, g.dw(), g.db());
        }
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
