package handgrad.backend.tornado;

import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The ops of a program as groups, which fusion merges. */
final class OpGroups {
    private final Set<Tensor> outputs;
    private final List<OpGroup> groups;

    OpGroups(Program program, List<OpGroup> groups) {
        this.outputs = Set.copyOf(program.outputs());
        this.groups = new ArrayList<>(groups);
    }

    /** The current groups, in order. */
    List<OpGroup> groups() {
        return List.copyOf(groups);
    }

    /** Finds the first op of a type, among those not fused yet, that satisfies a condition. */
    <T extends Op> Optional<T> find(Class<T> kind, Predicate<T> wanted) {
        return groups.stream()
                .filter(group -> group instanceof OpGroup.Single)
                .map(group -> group.ops().getFirst())
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(wanted)
                .findFirst();
    }

    /**
     * Replaces single ops by a fused group if this does not change the program: no op may move past one that depends on
     * it or that it depends on, and nothing else may read a tensor that is no longer written.
     *
     * @return whether the ops were fused
     */
    boolean fuse(OpGroup fused) {
        final List<Integer> members =
                fused.ops().stream().map(this::indexOf).sorted().toList();
        if (members.getFirst() < 0 || dropsNeededTensor(fused, members)) {
            return false;
        }
        final Optional<Integer> place = members.reversed().stream()
                .filter(index -> canMoveTo(members, index))
                .findFirst();
        place.ifPresent(index -> {
            groups.set(index, fused);
            members.reversed().stream()
                    .filter(member -> !member.equals(index))
                    .forEach(member -> groups.remove(member.intValue()));
        });
        return place.isPresent();
    }

    private int indexOf(Op op) {
        return IntStream.range(0, groups.size())
                .filter(i -> groups.get(i) instanceof OpGroup.Single(Op own) && own == op)
                .findFirst()
                .orElse(-1);
    }

    /** Whether anything else needs a tensor that the fused group no longer writes. */
    private boolean dropsNeededTensor(OpGroup fused, List<Integer> members) {
        final Set<Tensor> dropped = new HashSet<>();
        fused.ops().forEach(op -> dropped.addAll(op.outputs()));
        dropped.removeAll(fused.writes());
        return dropped.stream().anyMatch(tensor -> tensor.role().isResident() || outputs.contains(tensor))
                || IntStream.range(0, groups.size())
                        .filter(i -> !members.contains(i))
                        .anyMatch(i -> !Collections.disjoint(groups.get(i).reads(), dropped));
    }

    /** Whether all ops can move to one place. */
    private boolean canMoveTo(List<Integer> members, int place) {
        return members.stream()
                .allMatch(member -> IntStream.rangeClosed(Math.min(member, place), Math.max(member, place))
                        .filter(i -> !members.contains(i))
                        .allMatch(i -> areIndependent(groups.get(member), groups.get(i))));
    }

    private static boolean areIndependent(OpGroup one, OpGroup other) {
        return Collections.disjoint(one.writes(), other.reads())
                && Collections.disjoint(one.reads(), other.writes())
                && Collections.disjoint(one.writes(), other.writes());
    }
}
