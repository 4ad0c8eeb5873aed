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

/** The steps of a program while they are being fused. */
final class StepList {
    private final Set<Tensor> outputs;
    private final List<Step> steps;

    StepList(Program program, List<Step> steps) {
        this.outputs = Set.copyOf(program.outputs());
        this.steps = new ArrayList<>(steps);
    }

    /** The steps as they are now. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The first op of a kind, among those not fused yet, that is as asked for. */
    <T extends Op> Optional<T> find(Class<T> kind, Predicate<T> wanted) {
        return steps.stream()
                .filter(step -> step instanceof Step.Single)
                .map(step -> step.ops().getFirst())
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(wanted)
                .findFirst();
    }

    /**
     * Puts a step in the place of those of its ops, if that leaves the program as it was: no op may move past one that it depends on or that
     * depends on it, and what is no longer written must not be wanted by anyone else.
     *
     * @return whether it was done
     */
    boolean fuse(Step fused) {
        final List<Integer> members =
                fused.ops().stream().map(this::indexOf).sorted().toList();
        if (members.getFirst() < 0 || isMissed(fused, members)) {
            return false;
        }
        final Optional<Integer> place = members.reversed().stream()
                .filter(index -> canMeet(members, index))
                .findFirst();
        place.ifPresent(index -> {
            steps.set(index, fused);
            members.reversed().stream()
                    .filter(member -> !member.equals(index))
                    .forEach(member -> steps.remove(member.intValue()));
        });
        return place.isPresent();
    }

    private int indexOf(Op op) {
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i) instanceof Step.Single(Op own) && own == op)
                .findFirst()
                .orElse(-1);
    }

    /** Whether someone wants a tensor that the fused step does not write any more. */
    private boolean isMissed(Step fused, List<Integer> members) {
        final Set<Tensor> gone = new HashSet<>();
        fused.ops().forEach(op -> gone.addAll(op.outputs()));
        gone.removeAll(fused.writes());
        return gone.stream().anyMatch(tensor -> tensor.role().isResident() || outputs.contains(tensor))
                || IntStream.range(0, steps.size())
                        .filter(i -> !members.contains(i))
                        .anyMatch(i -> !Collections.disjoint(steps.get(i).reads(), gone));
    }

    /** Whether all members can move to one place. */
    private boolean canMeet(List<Integer> members, int place) {
        return members.stream()
                .allMatch(member -> IntStream.rangeClosed(Math.min(member, place), Math.max(member, place))
                        .filter(i -> !members.contains(i))
                        .allMatch(i -> areIndependent(steps.get(member), steps.get(i))));
    }

    private static boolean areIndependent(Step one, Step other) {
        return Collections.disjoint(one.writes(), other.reads())
                && Collections.disjoint(one.reads(), other.writes())
                && Collections.disjoint(one.writes(), other.writes());
    }
}
