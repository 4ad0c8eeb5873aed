package handgrad.backend.opencl.routine;

import handgrad.backend.opencl.formula.FormulaUse;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.formula.Terms;
import handgrad.program.PenaltyFunction;
import handgrad.program.RecordOp;
import handgrad.program.RecordOp.RecordPenalty;
import java.util.List;

/** The routines of the records: sums that the items of one work-group share, with what each sum lost. */
final class RecordRoutines {
    private RecordRoutines() {}

    static Routine of(RecordOp op, Target target) {
        final RoutineBuilder routine = new RoutineBuilder(op).shared(target.items(), 2);
        if (op instanceof final RecordPenalty r) {
            routine.batch(r.samples());
            if (target.items() > 1) {
                routine.constant(
                        "TERM",
                        new FormulaUse(r.penalty() + " forward", r.penalty().forward()));
            } else {
                routine.constant("ADDED", added(r.penalty()));
            }
        }
        return routine.build();
    }

    /** sum + r(w), rounded once where r is a product. */
    private static FormulaUse added(PenaltyFunction penalty) {
        final Expression sum = Expression.argument("sum");
        final Expression value = penalty.value();
        final Expression added = value.operation() == Operation.TIMES
                ? Terms.fma(value.operand(0), value.operand(1), sum)
                : sum.plus(value);
        return new FormulaUse(penalty + " added", new Formula(List.of("w", "sum"), List.of(), List.of(added)));
    }
}
