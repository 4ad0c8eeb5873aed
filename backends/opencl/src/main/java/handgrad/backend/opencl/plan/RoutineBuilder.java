package handgrad.backend.opencl.plan;

import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the parts of a {@link Routine}. */
final class RoutineBuilder {
    private final String section;
    private final Routine.Kind kind;
    private final int batch;
    private final List<Operand> operands = new ArrayList<>();
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Map<String, String> macros = new LinkedHashMap<>();
    private final Map<String, FormulaUse> uses = new LinkedHashMap<>();
    private final Map<String, int[]> tables = new LinkedHashMap<>();
    private Optional<String> result = Optional.empty();
    private final List<Finish> finishes = new ArrayList<>();
    private int tasks = 1;
    private int scratch;
    private int parts = 1;
    private boolean wide;

    RoutineBuilder(String section, Routine.Kind kind, int batch) {
        this.section = section;
        this.kind = kind;
        this.batch = batch;
    }

    int batch() {
        return batch;
    }

    /** An operand with elements for each sample. */
    RoutineBuilder samples(String formal, Tensor tensor, Operand.Use use) {
        operands.add(new Operand(formal, tensor, use, true));
        return this;
    }

    /** An operand that is one array for all. */
    RoutineBuilder whole(String formal, Tensor tensor, Operand.Use use) {
        operands.add(new Operand(formal, tensor, use, false));
        return this;
    }

    /** The operand that PUT stores. */
    RoutineBuilder result(String formal) {
        result = Optional.of(formal);
        return this;
    }

    RoutineBuilder size(String name, int value) {
        sizes.put(name, value);
        return this;
    }

    RoutineBuilder macro(String name, Object text) {
        macros.put(name, String.valueOf(text));
        return this;
    }

    /** A formula whose function the section knows by a name. */
    RoutineBuilder use(String name, FormulaUse formula) {
        uses.put(name, formula);
        return this;
    }

    RoutineBuilder table(String name, int[] values) {
        tables.put(name, values);
        return this;
    }

    /** What is done with the result, with the operands that it needs. */
    RoutineBuilder finish(Finish finish) {
        finishes.add(finish);
        operands.addAll(finish.operands());
        return this;
    }

    RoutineBuilder tasks(int count) {
        tasks = count;
        return this;
    }

    RoutineBuilder scratch(int floats) {
        scratch = floats;
        return this;
    }

    /** So many sums, shared among so many items. */
    RoutineBuilder shared(int amongItems, int values) {
        parts = amongItems;
        return macro("PARTS", amongItems).scratch(amongItems > 1 ? amongItems * values : 0);
    }

    RoutineBuilder wide(boolean value) {
        wide = value;
        return this;
    }

    Routine build() {
        return new Routine(
                List.of(),
                List.of(),
                section,
                kind,
                batch,
                List.copyOf(operands),
                sizes,
                macros,
                uses,
                tables,
                result,
                List.copyOf(finishes),
                tasks,
                scratch,
                parts,
                wide);
    }
}
