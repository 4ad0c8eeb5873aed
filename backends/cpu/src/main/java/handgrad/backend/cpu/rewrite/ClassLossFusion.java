package handgrad.backend.cpu.rewrite;

import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Losses of classes, their gradient and hits, computed together: all need the largest logit and the exponentials.
 *
 * <pre>losses = CE(z, labels); dz = CE′(z, labels); hits = hits(z, labels)  →  one piece</pre>
 *
 * @param ops at least one, of each kind at most one, in their order
 */
public record ClassLossFusion(List<Op> ops) implements Piece {
    /** Copies the ops. */
    public ClassLossFusion {
        ops = List.copyOf(ops);
    }

    /**
     * Finds them in a program.
     *
     * @param program the program
     * @return by their ops
     */
    public static Map<Op, ClassLossFusion> find(Program program) {
        final Map<Op, ClassLossFusion> found = new IdentityHashMap<>();
        final List<Op> ops = program.ops();
        for (int i = 0; i < ops.size(); i++) {
            if (isOne(ops.get(i)) && !found.containsKey(ops.get(i))) {
                final ClassLossFusion losses = from(ops.subList(i, ops.size()));
                losses.ops().forEach(op -> found.put(op, losses));
            }
        }
        return found;
    }

    /** Each of them by itself. */
    static Map<Op, ClassLossFusion> apart(Program program) {
        final Map<Op, ClassLossFusion> found = new IdentityHashMap<>();
        program.ops().stream()
                .filter(ClassLossFusion::isOne)
                .forEach(op -> found.put(op, new ClassLossFusion(List.of(op))));
        return found;
    }

    private static boolean isOne(Op op) {
        return op instanceof SoftmaxCrossEntropyForward
                || op instanceof SoftmaxCrossEntropyBackward
                || op instanceof ClassHits;
    }

    /** The first op, and those after it that might as well be done with it. */
    private static ClassLossFusion from(List<Op> ops) {
        final Op first = ops.getFirst();
        final List<Op> joined = new ArrayList<>(List.of(first));
        final Set<Class<?>> kinds = new HashSet<>(Set.of(first.getClass()));
        final Set<Tensor> touched = new HashSet<>();
        for (final Op op : ops.subList(1, ops.size())) {
            if (isOne(op)
                    && op.inputs().equals(first.inputs())
                    && op.outputs().stream().noneMatch(touched::contains)
                    && kinds.add(op.getClass())) {
                joined.add(op);
            } else {
                touched.addAll(op.inputs());
                touched.addAll(op.outputs());
            }
            if (op.outputs().stream().anyMatch(first.inputs()::contains)) {
                break;
            }
        }
        return new ClassLossFusion(joined);
    }

    /** z, [B, K]. */
    public Tensor logits() {
        return ops.getFirst().inputs().getFirst();
    }

    /** [B] ints. */
    public Tensor labels() {
        return ops.getFirst().inputs().getLast();
    }

    /** The losses, if they are wanted. */
    public Optional<SoftmaxCrossEntropyForward> forward() {
        return only(SoftmaxCrossEntropyForward.class);
    }

    /** Their gradient, if it is wanted. */
    public Optional<SoftmaxCrossEntropyBackward> backward() {
        return only(SoftmaxCrossEntropyBackward.class);
    }

    /** The hits, if they are wanted. */
    public Optional<ClassHits> hits() {
        return only(ClassHits.class);
    }

    private <T extends Op> Optional<T> only(Class<T> kind) {
        return ops.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
