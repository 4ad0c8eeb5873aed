package handgrad.backend.opencl.routine;

import handgrad.backend.opencl.routine.Operand.Use;
import handgrad.backend.opencl.routine.Section.Formal;
import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the parts of a {@link Routine}. */
final class RoutineBuilder {
    private final Section section;
    private final List<Operand> operands = new ArrayList<>();
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private final List<Epilogue> epilogues = new ArrayList<>();
    private int batch;
    private int tasks = 1;
    private int scratch;
    private int parts = 1;
    private boolean wide;

    /**
     * Binds tensors in order: inputs to the section's formals that are read, outputs to those that are only written.
     * Formals beyond them are left out; such a result is not stored.
     */
    RoutineBuilder(String name, List<Tensor> inputs, List<Tensor> outputs) {
        section = Section.of(name);
        final Iterator<Tensor> read = inputs.iterator();
        final Iterator<Tensor> written = outputs.iterator();
        for (final Formal formal : section.formals()) {
            final Iterator<Tensor> tensors = formal.use() == Use.WRITE ? written : read;
            if (tensors.hasNext()) {
                final Tensor tensor = tensors.next();
                operands.add(new Operand(formal.name(), tensor, formal.use(), formal.bySample(), formal.isResult()));
                bindSizes(formal, tensor);
            }
        }
    }

    private void bindSizes(Formal formal, Tensor tensor) {
        int left = formal.bySample() ? tensor.shape().sampleSize() : tensor.size();
        for (int d = 0; d < formal.dimensions().size(); d++) {
            final boolean isLast = d == formal.dimensions().size() - 1;
            final int size = isLast ? left : tensor.shape().dimension(formal.bySample() ? d + 1 : d);
            left /= size;
            final Object known = constants.put(formal.dimensions().get(d), size);
            if (known != null && !known.equals(size)) {
                throw new IllegalArgumentException(
                        "%s of %s is %s and %d".formatted(formal.dimensions().get(d), section.name(), known, size));
            }
        }
    }

    /** Binds an op's inputs and outputs. */
    RoutineBuilder(String name, Op op) {
        this(name, op.inputs(), op.outputs());
    }

    /** Binds an op's inputs and outputs to the section of its name. */
    RoutineBuilder(Op op) {
        this(op.name(), op);
    }

    /** The samples of a step, where no by-sample operand says so. */
    RoutineBuilder batch(int samples) {
        batch = samples;
        return this;
    }

    /** An operand besides those of the signature. */
    RoutineBuilder operand(Operand operand) {
        operands.add(operand);
        return this;
    }

    /** A number, a formula whose function the section calls, or an array. */
    RoutineBuilder constant(String name, Object value) {
        constants.put(name, value);
        return this;
    }

    /** A macro: text, or a number that the preprocessor tests. */
    RoutineBuilder macro(String name, Object text) {
        return constant(name, text.toString());
    }

    /** What is computed from an element before it is stored, with the operands that it needs. */
    RoutineBuilder epilogue(Epilogue epilogue) {
        epilogues.add(epilogue);
        operands.addAll(epilogue.operands());
        return this;
    }

    /** How many pieces its work has. */
    RoutineBuilder tasks(int count) {
        tasks = count;
        return this;
    }

    /** The local floats that a work-group needs. */
    RoutineBuilder scratch(int floats) {
        scratch = floats;
        return this;
    }

    /** So many sums, shared among so many items. */
    RoutineBuilder shared(int amongItems, int values) {
        parts = amongItems;
        return macro("PARTS", amongItems).scratch(amongItems > 1 ? amongItems * values : 0);
    }

    /** Whether it is worth a launch of its own. */
    RoutineBuilder wide(boolean value) {
        wide = value;
        return this;
    }

    Routine build() {
        final int samples = operands.stream()
                .filter(Operand::bySample)
                .mapToInt(operand -> operand.tensor().shape().batch())
                .findFirst()
                .orElse(1);
        return new Routine(
                List.of(),
                List.of(),
                section,
                batch > 0 ? batch : samples,
                List.copyOf(operands),
                constants,
                List.copyOf(epilogues),
                tasks,
                scratch,
                parts,
                wide);
    }
}
