package handgrad.backend.opencl.plan;

import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A piece of work whose text is a section of a resource file, with all that specialises it.
 *
 * @param ops whose work it does; none where it only changes a layout
 * @param counted those of the ops most of whose work it does: an op has several routines, and its arithmetic counts in
 *     one of them
 * @param section the section's name
 * @param kind how its work is handed out
 * @param batch the samples B of its by-sample operands, or 1 where it has none
 * @param operands its tensors
 * @param sizes constants
 * @param macros other names that stand for text
 * @param uses formulas, by the names that the section has for their functions
 * @param tables constant arrays
 * @param result the operand that PUT stores, or empty if the routine stores all by itself
 * @param finishes what PUT does before
 * @param tasks how many pieces its work has (for one sample where it goes by sample)
 * @param scratch local floats that a work-group needs for it
 * @param parts among how many items of a work-group each of its sums is shared; it runs in phases if they are several
 * @param wide whether it is worth a launch of its own, which gives it all samples at once
 */
record Routine(
        List<Op> ops,
        List<Op> counted,
        String section,
        Kind kind,
        int batch,
        List<Operand> operands,
        Map<String, Integer> sizes,
        Map<String, String> macros,
        Map<String, FormulaUse> uses,
        Map<String, int[]> tables,
        Optional<String> result,
        List<Finish> finishes,
        int tasks,
        int scratch,
        int parts,
        boolean wide) {
    /** How a routine's work is handed out. */
    enum Kind {
        /** Each sample by itself: the items of a work-group share what there is to do for it. */
        BY_SAMPLE,
        /** Tasks that do not touch each other's results, each for an item or a work-group. */
        TASKS,
        /** One work-group, after or before others of its kind. */
        SEQUENCE
    }

    Stream<Tensor> reads() {
        return operands.stream().filter(Operand::isRead).map(Operand::tensor);
    }

    Stream<Tensor> writes() {
        return operands.stream().filter(Operand::isWritten).map(Operand::tensor);
    }

    boolean isReading(Tensor tensor) {
        return reads().anyMatch(tensor::equals);
    }

    boolean isWriting(Tensor tensor) {
        return writes().anyMatch(tensor::equals);
    }

    /** Whether the order of the two matters. */
    boolean conflictsWith(Routine other) {
        return writes().anyMatch(tensor -> other.isReading(tensor) || other.isWriting(tensor))
                || reads().anyMatch(other::isWriting);
    }

    Operand operand(String formal) {
        return operands.stream()
                .filter(operand -> operand.formal().equals(formal))
                .findFirst()
                .orElseThrow();
    }

    Optional<Operand> resultOperand() {
        return result.map(this::operand);
    }

    /**
     * The same routine with another result tensor and one more finish, or empty if an operand has the name or the tensor
     * of one of the finish's operands, but not both: a routine takes no tensor twice.
     */
    Optional<Routine> finishedBy(Op op, Finish finish, Tensor newResult) {
        final Map<String, Operand> all = new LinkedHashMap<>();
        operands.forEach(operand -> all.put(operand.formal(), operand));
        for (final Operand added : finish.operands()) {
            if (all.values().stream().anyMatch(known -> known.isDifferentFrom(added))) {
                return Optional.empty();
            }
        }
        finish.operands().forEach(added -> all.merge(added.formal(), added, Operand::and));
        result.ifPresent(formal -> all.computeIfPresent(formal, (_, operand) -> operand.withTensor(newResult)));
        final List<Finish> allFinishes =
                Stream.concat(finishes.stream(), Stream.of(finish)).toList();
        return Optional.of(with(and(ops, op), and(counted, op), List.copyOf(all.values()), result, allFinishes));
    }

    /** The same routine with another operand of that name. */
    Routine replacing(String formal, Operand other) {
        final List<Operand> replaced = operands.stream()
                .map(operand -> operand.formal().equals(formal) ? other : operand)
                .toList();
        return with(ops, counted, replaced, result, finishes);
    }

    /** The same routine, its result not stored: what it does with it is in the finishes. */
    Routine withoutResult() {
        final List<Operand> others = operands.stream()
                .filter(operand -> !result.orElseThrow().equals(operand.formal()))
                .toList();
        return with(ops, counted, others, Optional.empty(), finishes);
    }

    /** The operand that is a tensor, if there is one already. */
    Optional<Operand> find(Tensor tensor) {
        return operands.stream()
                .filter(operand -> operand.tensor().equals(tensor))
                .findFirst();
    }

    /** The same routine, known to do the work of an op. */
    Routine workingFor(Op op) {
        return with(List.of(op), List.of(op), operands, result, finishes);
    }

    /** The same routine, known to do a small part of the work of an op. */
    Routine assisting(Op op) {
        return with(List.of(op), List.of(), operands, result, finishes);
    }

    private static List<Op> and(List<Op> ops, Op another) {
        return Stream.concat(ops.stream(), Stream.of(another)).toList();
    }

    /** The same work by the same loops, but for what is given. */
    private Routine with(
            List<Op> newOps,
            List<Op> newCounted,
            List<Operand> newOperands,
            Optional<String> newResult,
            List<Finish> newFinishes) {
        return new Routine(
                newOps,
                newCounted,
                section,
                kind,
                batch,
                newOperands,
                sizes,
                macros,
                uses,
                tables,
                newResult,
                newFinishes,
                tasks,
                scratch,
                parts,
                wide);
    }

    /** Whether it runs in phases, between which all items wait. */
    boolean isPhased() {
        return kind != Kind.BY_SAMPLE && parts > 1;
    }

    /** How many sums it makes, where they are shared. */
    int values() {
        return scratch / parts;
    }

    /** What it computes from what: section, inputs and outputs, for a comment. */
    String summary() {
        return section + ": "
                + String.join(
                        ", ",
                        operands.stream()
                                .filter(Operand::isRead)
                                .map(o -> o.tensor().toString())
                                .distinct()
                                .toList())
                + " → "
                + String.join(
                        ", ",
                        operands.stream()
                                .filter(Operand::isWritten)
                                .map(o -> o.tensor().toString())
                                .distinct()
                                .toList());
    }
}
