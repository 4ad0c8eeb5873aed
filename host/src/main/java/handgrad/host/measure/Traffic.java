package handgrad.host.measure;

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
 * How many bytes ops must read and write at least. What several ops pass on among themselves, and nobody else reads, need not go through memory if
 * they are done as one, and does not count then.
 */
public final class Traffic {
    private static final int BYTES_AN_ELEMENT = 4;

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
     * The bytes of some ops that are done as one.
     *
     * @param ops ops of the program
     * @return bytes read and written
     */
    public long bytes(List<Op> ops) {
        final Map<Tensor, Long> read = new HashMap<>();
        final Map<Tensor, Long> written = new HashMap<>();
        for (final Op op : ops) {
            for (final Tensor input : op.inputs()) {
                if (!written.containsKey(input)) {
                    read.merge(input, elements(op, input), Math::max);
                }
            }
            for (final Tensor output : op.outputs()) {
                if (isWanted(output, ops)) {
                    written.merge(output, elements(op, output), Math::max);
                } else {
                    written.putIfAbsent(output, 0L);
                }
            }
        }
        return BYTES_AN_ELEMENT * (sum(read) + sum(written));
    }

    private static long sum(Map<Tensor, Long> elements) {
        return elements.values().stream().mapToLong(Long::longValue).sum();
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
            case final GatherRows gather ->
                tensor.role() == Role.DATA
                        ? gather.batch().size()
                        : Math.min(tensor.size(), gather.batch().shape().batch());
            case final GatherLabels gather ->
                Math.min(tensor.size(), gather.batch().shape().batch());
            case RecordOp _, Advance _ -> tensor.role() == Role.STATE ? Math.min(tensor.size(), 2) : tensor.size();
            default -> tensor.size();
        };
    }
}
