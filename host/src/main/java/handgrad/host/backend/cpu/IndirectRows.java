package handgrad.host.backend.cpu;

import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds batches that need not be fetched: where only linear layers read the rows, they can read them in the data itself. */
final class IndirectRows {
    private IndirectRows() {}

    /**
     * The batches of a program whose rows may stay where they are.
     *
     * @param program the program
     * @return the gathered tensors that only linear layers read, as x, and that the host does not download
     */
    static Set<Tensor> of(Program program) {
        return program.ops().stream()
                .filter(GatherRows.class::isInstance)
                .map(op -> ((GatherRows) op).batch())
                .filter(batch -> !batch.role().isResident())
                .filter(batch -> !program.outputs().contains(batch))
                .filter(batch -> program.ops().stream()
                                .filter(op -> op.outputs().contains(batch))
                                .count()
                        == 1)
                .filter(batch -> program.ops().stream()
                        .filter(op -> op.inputs().contains(batch))
                        .allMatch(op -> readsRows(op, batch)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean readsRows(Op op, Tensor batch) {
        return switch (op) {
            case LinearForward f -> f.x().equals(batch) && !f.w().equals(batch) && !f.b().equals(batch);
            case LinearBackwardWeight g -> g.x().equals(batch) && !g.dy().equals(batch);
            default -> false;
        };
    }
}
