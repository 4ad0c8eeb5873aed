package handgrad.backend.opencl.plan;

import static handgrad.backend.opencl.plan.Operand.Use.READ;
import static handgrad.backend.opencl.plan.Operand.Use.UPDATE;

import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import handgrad.program.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is done with an element of a routine's result before, or instead of, storing it: a formula is computed.
 *
 * @param use the formula
 * @param elements for each of its element arguments {@link #MADE}, or an operand, whose element at the same place it is
 * @param results for each of its results the same: where it goes
 * @param operands the operands that it adds to the routine
 */
record Finish(FormulaUse use, List<String> elements, List<String> results, List<Operand> operands) {
    /** The element that the routine has made. */
    static final String MADE = "made";

    private static final String WEIGHT = "weight";

    /** y = σ(made). */
    static Finish of(ActivationForward op) {
        final FormulaUse use =
                new FormulaUse(op.function() + " forward", op.function().forward());
        return new Finish(use, List.of(MADE), List.of(MADE), List.of());
    }

    /**
     * dx = made · σ', told from what the op keeps.
     *
     * @param number how many finishes the routine has already
     */
    static Finish of(ActivationBackward op, int number) {
        final List<String> elements = new ArrayList<>();
        final List<Operand> operands = new ArrayList<>();
        final FormulaUse use =
                new FormulaUse(op.function() + " backward", op.function().backward());
        for (int k = 0; k < op.kept().size(); k++) {
            elements.add(use.formula().elements().get(k) + "_" + number);
            operands.add(new Operand(elements.get(k), op.kept().get(k), READ, true));
        }
        elements.add(MADE);
        return new Finish(use, elements, List.of(MADE), operands);
    }

    /** dw = made + λ r'(w). */
    static Finish of(AddPenaltyGradient op) {
        final FormulaUse use =
                new FormulaUse(op.penalty() + " backward", op.penalty().backward(), Map.of("lambda", "lambda[0]"));
        return new Finish(
                use,
                List.of(WEIGHT, MADE),
                List.of(MADE),
                List.of(new Operand(WEIGHT, op.w(), READ, false), new Operand("lambda", op.lambda(), READ, false)));
    }

    /** The next weight and the next kept numbers. */
    static Finish of(Update op) {
        final List<String> elements = new ArrayList<>(List.of(WEIGHT, MADE));
        final List<String> results = new ArrayList<>(List.of(WEIGHT));
        final List<Operand> operands = new ArrayList<>(List.of(new Operand(WEIGHT, op.w(), UPDATE, false)));
        for (int s = 0; s < op.states().size(); s++) {
            final String formal = "state_" + s;
            elements.add(formal);
            results.add(formal);
            operands.add(new Operand(formal, op.states().get(s), UPDATE, false));
        }
        operands.add(new Operand("rate", op.learningRate(), READ, false));
        if (op.rule().countsSteps()) {
            operands.add(new Operand("step", op.step(), READ, false));
        }
        final FormulaUse use = new FormulaUse(
                "update", op.rule().formula(), Map.of(UpdateRule.RATE, "rate[0]", UpdateRule.STEP, "step[0]"));
        return new Finish(use, elements, results, operands);
    }

    /** Whether it is the last that can be done with the element: it makes something else of it. */
    boolean isUpdate() {
        return !results.contains(MADE);
    }
}
