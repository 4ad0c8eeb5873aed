package handgrad.backend.cpu.rewrite;

import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The backward step of a wide linear layer with plain gradient descent: the input gradient, from the old weights, and
 * the update. A block of weights is read and written once while it is in the cache, and dw is never stored.
 *
 * <pre>dw = dyᵀ x; dx = dy w; w ← w − η dw  →  one piece, no dw</pre>
 *
 * @param gradient the weight gradient
 * @param input the input gradient, unless nobody wants it
 * @param update the update of the weights
 */
public record WideBackwardFusion(LinearBackwardWeight gradient, Optional<LinearBackwardInput> input, Update update)
        implements Piece {
    /**
     * Finds the layers of a program for which this can stand in place of the single ops.
     *
     * @param program the program
     * @return by the gradient op, in whose place it stands
     */
    public static Map<Op, WideBackwardFusion> find(Program program) {
        final Map<Op, WideBackwardFusion> found = new IdentityHashMap<>();
        for (int i = 0; i < program.ops().size(); i++) {
            if (program.ops().get(i) instanceof final LinearBackwardWeight gradient
                    && SizeThresholds.isWide(gradient.dw())) {
                of(program, i, gradient).ifPresent(layer -> found.put(gradient, layer));
            }
        }
        return found;
    }

    /** The ops that this does at once. */
    public Set<Op> ops() {
        final Set<Op> ops = Collections.newSetFromMap(new IdentityHashMap<>());
        ops.add(gradient);
        ops.add(update);
        input.ifPresent(ops::add);
        return ops;
    }

    /** The same, in the order in which they stand in a program. */
    public List<Op> inOrder() {
        return Stream.of(Stream.of(gradient), input.stream(), Stream.of(update))
                .<Op>flatMap(ops -> ops)
                .toList();
    }

    private static Optional<WideBackwardFusion> of(Program program, int index, LinearBackwardWeight gradient) {
        final List<Op> later = program.ops().subList(index + 1, program.ops().size());
        final Tensor dw = gradient.dw();
        final List<Op> users = program.ops().stream()
                .filter(op -> op != gradient && touches(op, dw))
                .toList();
        if (users.size() != 1
                || program.outputs().contains(dw)
                || !(users.getFirst() instanceof final Update update)
                || !update.rule().isPlain()
                || !update.dw().equals(dw)
                || !later.contains(update)) {
            return Optional.empty();
        }
        final Optional<LinearBackwardInput> input = later.subList(0, later.indexOf(update)).stream()
                .filter(op -> op instanceof final LinearBackwardInput b
                        && b.w().equals(update.w())
                        && b.dy().equals(gradient.dy()))
                .map(LinearBackwardInput.class::cast)
                .findFirst();
        final WideBackwardFusion layer = new WideBackwardFusion(gradient, input, update);
        return isSafe(layer, later.subList(0, later.indexOf(update))) ? Optional.of(layer) : Optional.empty();
    }

    /**
     * Whether the input gradient and the update may move before the ops that come between: these touch nothing that
     * the two write or read.
     */
    private static boolean isSafe(WideBackwardFusion layer, List<Op> between) {
        final Set<Tensor> written = new HashSet<>(Set.of(layer.update.w()));
        final Set<Tensor> read = new HashSet<>(Set.of(layer.update.learningRate(), layer.gradient.dy()));
        boolean inputPassed = layer.input.isEmpty();
        for (final Op op : between) {
            if (layer.input.isPresent() && op == layer.input.get()) {
                inputPassed = true;
            } else if (written.stream().anyMatch(tensor -> touches(op, tensor))
                    || read.stream().anyMatch(op.outputs()::contains)
                    || !inputPassed && touches(op, layer.input.get().dx())) {
                return false;
            }
        }
        return true;
    }

    private static boolean touches(Op op, Tensor tensor) {
        return op.inputs().contains(tensor) || op.outputs().contains(tensor);
    }
}
