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
 * A batch of pixels that is multiplied where it lies in the data set. All that the program does with it is one
 * product with one row of weights or ten, and the gradient of these weights; that is so little work for each pixel
 * that writing the batch as floats would be most of it.
 *
 * <pre>x = data[order]; y = x wᵀ + b; dw = dyᵀ x  →  y and dw from data[order], no x</pre>
 *
 * @param gather the op that would gather the batch
 * @param forward the op that multiplies it
 */
public record GatherElision(GatherRows gather, LinearForward forward) implements Piece {
    /**
     * Finds such batches in a program that keeps rows.
     *
     * @param program the program
     * @return by the ops that touch them: the gather, the product and the gradients
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
        // Order and position must not change before the batch is read for the last time.
        final int end = lastIndexOf(later, readers.getLast());
        return readers.stream().skip(1).allMatch(GatherElision::isGradient)
                && later.subList(0, end).stream()
                        .flatMap(op -> op.outputs().stream())
                        .noneMatch(output ->
                                output.equals(batch) || gather.inputs().contains(output));
    }

    /** Whether an op is a weight gradient for which there is a kernel: one row summed in parts, or ten rows not. */
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
