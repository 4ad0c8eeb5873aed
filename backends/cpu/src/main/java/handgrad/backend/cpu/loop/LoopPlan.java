package handgrad.backend.cpu.loop;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a formula is cut into loops. C2 inlines only so much, and a vector that is handed to a method that is not inlined
 * becomes an object. So a loop has at most one elementary function, and what later loops need of it goes through rows
 * of scratch, a block of elements at a time.
 *
 * @param formula in primitives
 * @param uniform the operations that depend on no element, in order: done once
 * @param passes the loops, in order; the last writes the results
 * @param rows which row of scratch a term goes through
 */
public record LoopPlan(Formula formula, List<Expression> uniform, List<Pass> passes, Map<Expression, Integer> rows) {
    /** Elements in a block: a row of scratch is 1 KB. */
    static final int BLOCK = 256;

    /** Operations in a loop, an elementary function counted as {@link #ELEMENTARY}. */
    private static final int LIMIT = 36;

    private static final int ELEMENTARY = 20;

    /**
     * A loop.
     *
     * @param terms the operations, in order
     * @param kept those that later loops need
     */
    record Pass(List<Expression> terms, List<Expression> kept) {}

    /** Plans the loops of a formula. */
    static LoopPlan of(Formula given) {
        final Formula formula = given.inPrimitives();
        final Set<Expression> varying = new HashSet<>();
        final List<Expression> uniform = new ArrayList<>();
        final List<List<Expression>> passes = new ArrayList<>(List.of(new ArrayList<>()));
        for (final Expression term : formula.terms()) {
            if (formula.elements().contains(term.name())
                    || term.operands().stream().anyMatch(varying::contains)) {
                varying.add(term);
                if (!term.operands().isEmpty()) {
                    if (!fits(passes.getLast(), term)) {
                        passes.add(new ArrayList<>());
                    }
                    passes.getLast().add(term);
                }
            } else if (!term.operands().isEmpty()) {
                uniform.add(term);
            }
        }
        final Map<Expression, Integer> rows = new HashMap<>();
        final List<Pass> cut = new ArrayList<>();
        for (int p = 0; p < passes.size(); p++) {
            final Set<Expression> later = new HashSet<>();
            passes.subList(p + 1, passes.size()).forEach(pass -> pass.forEach(term -> later.addAll(term.operands())));
            if (p + 1 < passes.size()) {
                later.addAll(formula.results());
            }
            final List<Expression> kept =
                    passes.get(p).stream().filter(later::contains).toList();
            kept.forEach(term -> rows.put(term, rows.size()));
            cut.add(new Pass(List.copyOf(passes.get(p)), kept));
        }
        return new LoopPlan(formula, List.copyOf(uniform), List.copyOf(cut), Map.copyOf(rows));
    }

    /** Whether a formula's loop has the method of few arguments. */
    public static boolean isSmall(Formula formula) {
        return formula.elements().size() <= 3
                && formula.scalars().size() <= 1
                && formula.results().size() == 1;
    }

    /** Whether there is an elementary function. */
    boolean isElementary() {
        return passes.stream().flatMap(pass -> pass.terms().stream()).anyMatch(term -> cost(term) == ELEMENTARY);
    }

    /** The floats of scratch. */
    int scratch() {
        return rows.size() * BLOCK;
    }

    private static boolean fits(List<Expression> pass, Expression term) {
        return pass.stream().mapToInt(LoopPlan::cost).sum() + cost(term) <= LIMIT;
    }

    private static int cost(Expression term) {
        return switch (term.operation()) {
            case EXP, LOG1P_ABOVE, TANH, SIGMOID -> ELEMENTARY;
            default -> 1;
        };
    }

    /** The key of a loop: the formula without the names of its arguments, its constants rounded to float. */
    static String text(Formula formula) {
        final Map<Expression, Integer> places = new HashMap<>();
        final StringBuilder text = new StringBuilder();
        text.append(formula.elements().size())
                .append(' ')
                .append(formula.scalars().size());
        for (final Expression term : formula.terms()) {
            text.append(' ');
            if (term.operation() == Operation.CONSTANT) {
                text.append((float) term.value());
            } else if (term.operation() == Operation.ARGUMENT) {
                final int element = formula.elements().indexOf(term.name());
                text.append(element >= 0 ? 'e' : 's')
                        .append(element >= 0 ? element : formula.scalars().indexOf(term.name()));
            } else {
                text.append(term.operation().name());
                term.operands().forEach(operand -> text.append(',').append(places.get(operand)));
            }
            places.put(term, places.size());
        }
        formula.results().forEach(result -> text.append(" =").append(places.get(result)));
        return text.toString();
    }
}
