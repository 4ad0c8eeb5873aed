package handgrad.backend.cpu.loop;

import handgrad.formula.Expression;
import handgrad.formula.Operation;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a loop over elements: each turn computes terms from arrays and floats. */
final class LoopBody {
    /** An array and, in an int, where its elements begin: local variables. */
    record Place(int array, int at) {
        /** An array whose elements begin with the first. */
        static Place whole(int array) {
            return new Place(array, -1);
        }
    }

    /** Local variables that a loop uses: places of the arguments by name and of results, floats by term, scratch. */
    record Given(Map<String, Place> elements, List<Place> results, Map<Expression, Integer> floats, int scratch) {}

    private final CodeBuilder code;
    private final LoopKind kind;
    private final LoopPlan plan;
    private final Given given;
    private final Map<Expression, Integer> values = new HashMap<>();
    private int index;

    LoopBody(CodeBuilder code, LoopKind kind, LoopPlan plan, Given given) {
        this.code = code;
        this.kind = kind;
        this.plan = plan;
        this.given = given;
    }

    /** The floats of the uniform terms, computed in order before all loops. */
    static Map<Expression, Integer> uniform(CodeBuilder code, LoopPlan plan, Map<Expression, Integer> scalars) {
        final Given given = new Given(Map.of(), List.of(), new HashMap<>(scalars), -1);
        final LoopBody body = new LoopBody(code, LoopKind.PLAIN, plan, given);
        for (final Expression term : plan.uniform()) {
            body.compute(term);
            given.floats.put(term, body.values.get(term));
        }
        return given.floats;
    }

    /** Writes one loop that does all of a formula. */
    static void writeAll(CodeBuilder code, LoopKind kind, LoopPlan plan, Given given, int first, int end) {
        final List<Expression> terms =
                plan.passes().stream().flatMap(pass -> pass.terms().stream()).toList();
        final LoopPlan whole = new LoopPlan(plan.formula(), plan.uniform(), List.of(), Map.of());
        new LoopBody(code, kind, whole, given)
                .write(terms, List.of(), plan.formula().results(), first, end);
    }

    /**
     * Writes the loop.
     *
     * @param terms what a turn computes, in order
     * @param kept what of it goes into scratch
     * @param results what goes into the results' places
     * @param first a local variable with the first element, which the loop counts up
     * @param end a local variable with the element after the last
     */
    void write(List<Expression> terms, List<Expression> kept, List<Expression> results, int first, int end) {
        index = first;
        final Label top = code.newBoundLabel();
        final Label after = code.newLabel();
        code.iload(index).iload(end).if_icmpge(after);
        terms.forEach(this::compute);
        // All is read before anything is written: a result may lie where an argument does.
        results.forEach(this::value);
        for (final Expression term : kept) {
            kind.store(code, value(term), () -> code.aload(given.scratch), () -> pushRow(term));
        }
        for (int r = 0; r < results.size(); r++) {
            final Place to = given.results.get(r);
            kind.store(code, value(results.get(r)), () -> code.aload(to.array), () -> pushIndex(to));
        }
        kind.advance(code, index);
        code.goto_(top).labelBinding(after);
    }

    private void compute(Expression term) {
        final List<Integer> operands = new ArrayList<>();
        term.operands().forEach(operand -> operands.add(value(operand)));
        kind.apply(code, term.operation(), operand -> code.loadLocal(kind.type(), operands.get(operand)));
        keep(term);
    }

    /** The local variable with a term's value, in which it is put the first time. */
    private int value(Expression term) {
        final Integer known = values.get(term);
        if (known != null) {
            return known;
        }
        if (term.operation() == Operation.CONSTANT) {
            kind.broadcast(code, () -> code.loadConstant((float) term.value()));
        } else if (given.floats.containsKey(term)) {
            kind.broadcast(code, () -> code.fload(given.floats.get(term)));
        } else if (plan.rows().containsKey(term)) {
            kind.load(code, () -> code.aload(given.scratch), () -> pushRow(term));
        } else {
            final Place from = given.elements.get(term.name());
            kind.load(code, () -> code.aload(from.array), () -> pushIndex(from));
        }
        return keep(term);
    }

    private int keep(Expression term) {
        final int variable = code.allocateLocal(kind.type());
        code.storeLocal(kind.type(), variable);
        values.put(term, variable);
        return variable;
    }

    private void pushIndex(Place place) {
        code.iload(index);
        if (place.at >= 0) {
            code.iload(place.at).iadd();
        }
    }

    private void pushRow(Expression term) {
        code.loadConstant(plan.rows().get(term) * LoopPlan.BLOCK).iload(index).iadd();
    }
}
