package handgrad.backend.opencl.routine;

import handgrad.backend.opencl.formula.FormulaUse;
import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A section with all that specialises it.
 *
 * @param ops whose work it does; none where it only changes a layout
 * @param counted those of the ops whose arithmetic counts here: an op that has several routines counts in one of them
 * @param section its text
 * @param batch the samples B of its by-sample operands, or 1 where it has none
 * @param operands its tensors
 * @param constants what names of the section stand for: an Integer, a String that is the text of a macro, a
 *     {@link FormulaUse} whose function it is, or an int[]
 * @param epilogues what PUT does with an element before it stores it
 * @param tasks how many pieces its work has (for one sample where it goes by sample)
 * @param scratch local floats that a work-group needs for it
 * @param parts among how many items of a work-group each of its sums is shared
 * @param wide whether it is worth a launch of its own, which gives it all samples at once
 */
public record Routine(
        List<Op> ops,
        List<Op> counted,
        Section section,
        int batch,
        List<Operand> operands,
        Map<String, Object> constants,
        List<Epilogue> epilogues,
        int tasks,
        int scratch,
        int parts,
        boolean wide) {
    /** How its work is handed out. */
    public Section.Kind kind() {
        return section.kind();
    }

    /** Whether it reads a tensor. */
    public boolean isReading(Tensor tensor) {
        return operands.stream()
                .anyMatch(operand -> operand.isRead() && operand.tensor().equals(tensor));
    }

    /** Whether it writes a tensor. */
    public boolean isWriting(Tensor tensor) {
        return operands.stream()
                .anyMatch(operand -> operand.isWritten() && operand.tensor().equals(tensor));
    }

    /** Whether the order of the two matters: one writes what the other reads or writes. */
    public boolean conflictsWith(Routine other) {
        return operands.stream()
                .anyMatch(operand ->
                        other.isWriting(operand.tensor()) || operand.isWritten() && other.isReading(operand.tensor()));
    }

    /** The operand that PUT stores, or empty if the routine stores all by itself. */
    public Optional<Operand> result() {
        return operands.stream().filter(Operand::isResult).findFirst();
    }

    /** Whether PUT ends in an epilogue that makes something else of the element, after which no other can follow. */
    public boolean isFinal() {
        return epilogues.stream().anyMatch(Epilogue::isLast);
    }

    /** Whether it does nothing but compute epilogues of the elements of its first operand. */
    public boolean isElementwise() {
        return section.name().startsWith("Elementwise");
    }

    /** Whether it runs in two phases, SUM and STORE, with the barrier between them in its kernel. */
    public boolean isPhased() {
        return kind() != Section.Kind.BY_SAMPLE && parts > 1;
    }

    /** How many sums it makes, where they are shared. */
    public int values() {
        return scratch / parts;
    }

    /**
     * The same routine with another one's epilogues, which store another result.
     *
     * @param other a routine that does nothing but compute epilogues of this one's result
     * @return empty if an operand has the name or the tensor of one that is added, but not both: it takes no tensor
     *     twice
     */
    public Optional<Routine> followedBy(Routine other) {
        final Map<String, Operand> all = new LinkedHashMap<>();
        operands.forEach(operand -> all.put(operand.formal(), operand));
        final List<Operand> added = other.epilogues.stream()
                .flatMap(each -> each.operands().stream())
                .toList();
        for (final Operand each : added) {
            if (all.values().stream().anyMatch(each::isDifferentFrom)) {
                return Optional.empty();
            }
            all.merge(each.formal(), each, Operand::and);
        }
        other.result()
                .ifPresent(stored -> all.replaceAll(
                        (_, operand) -> operand.isResult() ? operand.withTensor(stored.tensor()) : operand));
        return Optional.of(with(
                joined(ops, other.ops),
                joined(counted, other.counted),
                List.copyOf(all.values()),
                joined(epilogues, other.epilogues)));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The same routine with other operands. */
    public Routine withOperands(List<Operand> others) {
        return with(ops, counted, others, epilogues);
    }

    /** The same routine, known to do the work of an op, whose arithmetic may count here. */
    public Routine workingFor(Op op, boolean counts) {
        return with(List.of(op), counts ? List.of(op) : List.of(), operands, epilogues);
    }

    private Routine with(List<Op> newOps, List<Op> newCounted, List<Operand> newOperands, List<Epilogue> newEpilogues) {
        return new Routine(
                newOps, newCounted, section, batch, newOperands, constants, newEpilogues, tasks, scratch, parts, wide);
    }
}
