package handgrad.backend.cpu.loop;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.formula.Terms;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import handgrad.program.UpdateRule;
import java.util.List;

/** Formulas of the backend's own steps, beside those that the ops have. */
public final class StepFormulas {
    private static final Expression SUM = Expression.argument("sum");

    /** sum + x. */
    public static final Formula ADD =
            new Formula(List.of("sum", "x"), List.of(), List.of(SUM.plus(Expression.argument("x"))));

    private StepFormulas() {}

    /** (sum + l(z, y)) · factor, a formula of z, y and sum. */
    public static Formula lossAdded(SampleLoss loss) {
        return new Formula(
                List.of("z", "y", "sum"),
                List.of("factor"),
                List.of(SUM.plus(loss.value()).times(Expression.argument("factor"))));
    }

    /** sum + r(w), a formula of w and sum; if r is a product, it is rounded together with the sum. */
    public static Formula penaltyAdded(PenaltyFunction penalty) {
        final Expression r = penalty.value();
        return new Formula(
                List.of("w", "sum"),
                List.of(),
                List.of(r.operation() == Operation.TIMES ? Terms.fma(r.operand(0), r.operand(1), SUM) : SUM.plus(r)));
    }

    /** The rule's formula, with the number of the step among its scalars only if it counts. */
    public static Formula update(UpdateRule rule) {
        final Formula formula = rule.formula();
        return rule.countsSteps()
                ? formula
                : new Formula(formula.elements(), List.of(UpdateRule.RATE), formula.results());
    }
}
