package handgrad.backend.cpu.rewrite;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * * A batch that need not be fetched where it is pixels: all that a program does with it is to multiply it with one
 * row of weights or ten, forward, and to compute the gradient of these. So little is done with each pixel that making
 * a batch of floats first would be most of the work.
 *
 * @param gather the op that fetches the batch
 * @param forward the op that multiplies it
 */
public record GatherElision(GatherRows gather, LinearForward forward) implements Piece {
    /**
     * Finds such batches in a program that keeps rows.
     *
     * @param program the program
     * @return by the ops that touch them: the fetching one, the forward one and those of gradients
     */
    public static Map<Op, GatherElision> find(Program program) {
        final Map<Op, GatherElision> found = new IdentityHashMap<>();
        final List<Op> ops = program.ops();
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i) instanceof final GatherRows gather) {
                final List<Op> later = ops.subList(i + 1, ops.size());
                final List<Op> readers = later.stream()
                        .filter(op -> op.inputs().contains(gather.batch()))
                        .toList();
                if (isUnfetched(program, gather, later, readers)) {
                    final GatherElision batch = new GatherElision(gather, (LinearForward) readers.getFirst());
                    found.put(gather, batch);
                    readers.forEach(reader -> found.put(reader, batch));
                }
            }
        }
        return found;
    }

    /** How many rows of weights it is multiplied with. */
    public int rows() {
        return forward.w().shape().dimension(0);
    }

    /** The data and the batch. */
    public List<Tensor> tensors() {
        return List.of(gather.data(), gather.batch());
    }

    private static boolean isUnfetched(Program program, GatherRows gather, List<Op> later, List<Op> readers) {
        final Tensor batch = gather.batch();
        if (batch.shape().sampleSize() < PixelProducts.COLUMNS_OF_ONE
                || program.outputs().contains(batch)
                || readers.isEmpty()
                || !(readers.getFirst() instanceof final LinearForward forward)
                || !PixelProducts.areThere(forward.w().shape())) {
            return false;
        }
        // What tells where the batch is must not change before it was read for the last time.
        final int end = lastIndexOf(later, readers.getLast());
        return readers.stream().skip(1).allMatch(GatherElision::isGradient)
                && later.subList(0, end).stream()
                        .flatMap(op -> op.outputs().stream())
                        .noneMatch(output ->
                                output.equals(batch) || gather.inputs().contains(output));
    }

    /** Whether an op computes a gradient: that of one score as the groups come, that of ten classes from all groups. */
    private static boolean isGradient(Op op) {
        return op instanceof final LinearBackwardWeight gradient
                && PixelProducts.areThere(gradient.dw().shape())
                && SizeThresholds.isChunked(gradient) == (gradient.dw().shape().dimension(0) == 1);
    }

    private static int lastIndexOf(List<Op> ops, Op wanted) {
        int last = 0;
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i) == wanted) {
                last = i;
            }
        }
        return last;
    }
}
