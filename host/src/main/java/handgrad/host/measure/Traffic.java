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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many bytes ops must read and write at least. What several ops pass on among themselves, and nobody else reads, need not go through memory if
 * they are done as one, and does not count then. What a batch takes from the data set counts as coming from there, for it is not in a cache
 * unless all of the data set is.
 */
public final class Traffic {
    private static final int BYTES_AN_ELEMENT = 4;

    private final Program program;
    private final Set<Tensor> located;

    /**
     * Looks at a program.
     *
     * @param program the program that the ops are of
     * @param pieces what it was cut into; of a batch that one of them only locates, the rows are read from the data set by the first who wants them
     */
    public Traffic(Program program, List<Piece> pieces) {
        this.program = program;
        this.located =
                pieces.stream().flatMap(piece -> piece.located().stream()).collect(Collectors.toUnmodifiableSet());
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
                    final long elements = elements(piece, op, input);
                    read.merge(input, elements, Math::max);
                    final Optional<Tensor> source = source(op, input);
                    if (source.isPresent() && elements > 0) {
                        fromDataSet += elements;
                        dataSet += source.get().size();
                    }
                }
            }
            for (final Tensor output : op.outputs()) {
                if (isWanted(output, ops)) {
                    written.merge(output, elements(piece, op, output), Math::max);
                } else {
                    written.putIfAbsent(output, 0L);
                }
            }
        }
        return new Moved(
                BYTES_AN_ELEMENT * (sum(read) + sum(written)),
                BYTES_AN_ELEMENT * fromDataSet,
                BYTES_AN_ELEMENT * dataSet);
    }

    private static long sum(Map<Tensor, Long> elements) {
        return elements.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The part of the data set that an input comes from: a batch that lies there comes from there for the first of those who read it. */
    private Optional<Tensor> source(Op op, Tensor input) {
        return switch (op) {
            case final GatherRows gather when input.equals(gather.data()) -> Optional.of(input);
            case final GatherLabels gather when input.equals(gather.labels()) -> Optional.of(input);
            default -> located.contains(input) && isFirstReader(op, input) ? data(input) : Optional.empty();
        };
    }

    private boolean isFirstReader(Op op, Tensor tensor) {
        return program.ops().stream()
                        .filter(other -> other.inputs().contains(tensor))
                        .findFirst()
                        .orElseThrow()
                == op;
    }

    private Optional<Tensor> data(Tensor batch) {
        return program.ops().stream()
                .filter(GatherRows.class::isInstance)
                .map(GatherRows.class::cast)
                .filter(gather -> gather.batch().equals(batch))
                .map(GatherRows::data)
                .findFirst();
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
    private static long elements(Piece piece, Op op, Tensor tensor) {
        return switch (op) {
            case final GatherRows gather -> {
                final Tensor batch = gather.batch();
                if (tensor.equals(gather.order())) {
                    yield batch.shape().batch();
                }
                final boolean isOfBatch = tensor.equals(gather.data()) || tensor.equals(batch);
                yield !isOfBatch ? 1 : piece.located().contains(batch) ? 0 : batch.size();
            }
            case final GatherLabels gather ->
                Math.min(tensor.size(), gather.batch().shape().batch());
            case RecordOp _, Advance _ -> tensor.role() == Role.STATE ? Math.min(tensor.size(), 2) : tensor.size();
            default -> tensor.size();
        };
    }
}
