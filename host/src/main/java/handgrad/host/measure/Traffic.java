package handgrad.host.measure;

import handgrad.backend.StepProfile.Piece;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.RecordOp;
import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least bytes that ops must read and write. Tensors between ops of one fused piece, which nothing else reads, need
 * not pass through memory and do not count. Samples of a batch count as read from the data set, which is in no cache
 * unless all of it fits.
 */
public final class Traffic {
    private static final int BYTES_OF_FLOAT = 4;

    private final Program program;

    /**
     * Looks at a program.
     *
     * @param program the program that the ops are of
     */
    public Traffic(Program program) {
        this.program = program;
    }

    /**
     * Bytes that move.
     *
     * @param all read and written
     * @param fromDataSet those of them that are read from the data set, other ones in every step
     * @param dataSet how large the data set is
     */
    public record Moved(long all, long fromDataSet, long dataSet) {}

    /**
     * The bytes of the ops that count in a piece.
     *
     * @param piece of the program
     * @return what must move
     */
    public Moved of(Piece piece) {
        final List<Op> ops = piece.counted();
        final Map<Tensor, Long> read = new HashMap<>();
        final Map<Tensor, Long> written = new HashMap<>();
        long fromDataSet = 0;
        long dataSet = 0;
        for (final Op op : ops) {
            for (final Tensor input : op.inputs()) {
                if (!written.containsKey(input)) {
                    final long bytes = elements(op, input) * width(piece, input);
                    read.merge(input, bytes, Math::max);
                    if (isOfDataSet(op, input)) {
                        fromDataSet += bytes;
                        dataSet += (long) input.size() * width(piece, input);
                    }
                }
            }
            for (final Tensor output : op.outputs()) {
                // A batch of byte pixels is read in place in the data set and never written.
                if (isWanted(output, ops) && !piece.bytes().contains(output)) {
                    written.merge(output, elements(op, output) * BYTES_OF_FLOAT, Math::max);
                } else {
                    written.putIfAbsent(output, 0L);
                }
            }
        }
        return new Moved(sum(read) + sum(written), fromDataSet, dataSet);
    }

    private static int width(Piece piece, Tensor tensor) {
        return piece.bytes().contains(tensor) ? 1 : BYTES_OF_FLOAT;
    }

    private static long sum(Map<Tensor, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isOfDataSet(Op op, Tensor input) {
        return switch (op) {
            case final GatherRows gather -> input.equals(gather.data());
            case final GatherLabels gather -> input.equals(gather.labels());
            default -> false;
        };
    }

    /** Whether anybody but these ops reads a tensor that they write. */
    private boolean isWanted(Tensor tensor, List<Op> ops) {
        return ops.size() == 1
                || tensor.role().isResident()
                || program.outputs().contains(tensor)
                || program.ops().stream()
                        .anyMatch(op ->
                                op.inputs().contains(tensor) && ops.stream().noneMatch(mine -> mine == op))
                || ops.stream().noneMatch(op -> op.inputs().contains(tensor));
    }

    /** Of data, order and histories a step touches only its own part. */
    private static long elements(Op op, Tensor tensor) {
        return switch (op) {
            case final GatherRows gather -> {
                final Tensor batch = gather.batch();
                if (tensor.equals(gather.order())) {
                    yield batch.shape().batch();
                }
                final boolean isOfBatch = tensor.equals(gather.data()) || tensor.equals(batch);
                yield isOfBatch ? batch.size() : 1;
            }
            case final GatherLabels gather ->
                Math.min(tensor.size(), gather.batch().shape().batch());
            case RecordOp _, Advance _ -> tensor.role() == Role.STATE ? Math.min(tensor.size(), 2) : tensor.size();
            default -> tensor.size();
        };
    }
}
