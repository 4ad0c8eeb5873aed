package handgrad.backend.opencl.routine;

import static handgrad.backend.opencl.routine.Epilogue.MADE;
import static handgrad.backend.opencl.routine.Operand.Use.READ;
import static handgrad.backend.opencl.routine.Operand.Use.UPDATE;

import handgrad.backend.opencl.formula.FormulaUse;
import handgrad.program.ActivationOp;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Program;
import handgrad.program.SampleScope;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import handgrad.program.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Activations, penalties and updates: copies with an epilogue, which a rewrite may give to the routine before. */
final class ElementwiseRoutines {
    private static final String WEIGHT = "weight";

    /** Elements of a parameter that a work-item treats one after the other. */
    private static final int ELEMENTS_AN_ITEM = 64;

    private final Target target;
    private final int batch;

    ElementwiseRoutines(Target target, Program program) {
        this.target = target;
        this.batch = program.ops().stream()
                .filter(op -> op.scope() == SampleScope.INDEPENDENT)
                .map(op -> op.outputs().getFirst().shape().batch())
                .findFirst()
                .orElse(1);
    }

    static Routine of(ActivationOp op) {
        return switch (op) {
            case ActivationForward f -> elementwise(f.x(), f.y(), forward(f));
            case ActivationBackward b -> elementwise(b.dy(), b.dx(), backward(b));
        };
    }

    private static Routine elementwise(Tensor x, Tensor y, Epilogue epilogue) {
        return new RoutineBuilder("Elementwise", List.of(x), List.of(y))
                .epilogue(epilogue)
                .tasks(x.shape().sampleSize())
                .build();
    }

    Routine of(UpdateOp op) {
        return switch (op) {
            case Update u -> elementwise(u.dw(), List.of(), update(u));
            case AddPenaltyGradient p -> elementwise(p.dw(), List.of(p.dw()), penalty(p));
            // The work-group of the first sample does these in passing, so that they need no launch before an update's.
            case TakeRate t -> new RoutineBuilder(t).batch(batch).build();
            case CountStep c -> new RoutineBuilder(c).batch(batch).build();
        };
    }

    private Routine elementwise(Tensor x, List<Tensor> result, Epilogue epilogue) {
        final int chunk = ELEMENTS_AN_ITEM * target.items();
        return new RoutineBuilder("ElementwiseWhole", List.of(x), result)
                .epilogue(epilogue)
                .constant("CHUNK", chunk)
                .tasks(Math.ceilDiv(x.size(), chunk))
                .build();
    }

    /** y = σ(made). */
    private static Epilogue forward(ActivationForward op) {
        final FormulaUse use =
                new FormulaUse(op.function() + " forward", op.function().forward());
        return new Epilogue(use, List.of(MADE), List.of(MADE), List.of());
    }

    /** dx = made · σ', from what the activation keeps of x and y. */
    private static Epilogue backward(ActivationBackward op) {
        final List<String> elements = new ArrayList<>();
        final List<Operand> operands = new ArrayList<>();
        for (final Tensor kept : op.kept()) {
            final String formal = "kept_" + kept.name().replaceAll("[^A-Za-z0-9]", "_");
            elements.add(elements.contains(formal) ? formal + "_" : formal);
            operands.add(new Operand(elements.getLast(), kept, READ, true));
        }
        elements.add(MADE);
        final FormulaUse use =
                new FormulaUse(op.function() + " backward", op.function().backward());
        return new Epilogue(use, elements, List.of(MADE), operands);
    }

    /** dw = made + λ r'(w). */
    private static Epilogue penalty(AddPenaltyGradient op) {
        final FormulaUse use =
                new FormulaUse(op.penalty() + " backward", op.penalty().backward(), Map.of("lambda", "lambda[0]"));
        return new Epilogue(
                use,
                List.of(WEIGHT, MADE),
                List.of(MADE),
                List.of(new Operand(WEIGHT, op.w(), READ, false), new Operand("lambda", op.lambda(), READ, false)));
    }

    /** The next weight and the next states, from the weight, dw = made and the states. */
    private static Epilogue update(Update op) {
        final List<String> results = new ArrayList<>(List.of(WEIGHT));
        final List<Operand> operands = new ArrayList<>(List.of(new Operand(WEIGHT, op.w(), UPDATE, false)));
        for (int s = 0; s < op.states().size(); s++) {
            results.add("state_" + s);
            operands.add(new Operand("state_" + s, op.states().get(s), UPDATE, false));
        }
        operands.add(new Operand("rate", op.learningRate(), READ, false));
        if (op.rule().countsSteps()) {
            operands.add(new Operand("step", op.step(), READ, false));
        }
        final List<String> elements = new ArrayList<>(results);
        elements.add(1, MADE);
        final Map<String, String> scalars = Map.of(UpdateRule.RATE, "rate[0]", UpdateRule.STEP, "step[0]");
        return new Epilogue(new FormulaUse("update", op.rule().formula(), scalars), elements, results, operands);
    }
}
