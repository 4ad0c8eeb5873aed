package handgrad.backend.opencl.plan;

import static handgrad.backend.opencl.plan.Operand.Use.READ;
import static handgrad.backend.opencl.plan.Operand.Use.UPDATE;
import static handgrad.backend.opencl.plan.Operand.Use.WRITE;

import handgrad.backend.opencl.plan.Routine.Kind;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.formula.Terms;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.RecordOp;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.SampleScope;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import java.util.List;

/** The routines of the records and of the updates. */
final class SumRoutines {
    private final Target target;
    private final int batch;

    SumRoutines(Target target, Program program) {
        this.target = target;
        this.batch = program.ops().stream()
                .filter(op -> op.scope() == SampleScope.INDEPENDENT)
                .map(op -> op.outputs().getFirst().shape().batch())
                .findFirst()
                .orElse(1);
    }

    Routine of(RecordOp op) {
        return switch (op) {
            case RecordLoss r ->
                shared("RecordLoss", r.losses().shape().batch())
                        .samples("losses", r.losses(), READ)
                        .whole("position", r.position(), READ)
                        .whole("history", r.history(), WRITE)
                        .build();
            case RecordPenalty r ->
                shared("RecordPenalty", r.samples())
                        .whole("w", r.w(), READ)
                        .whole("lambda", r.lambda(), READ)
                        .whole("position", r.position(), READ)
                        .whole("history", r.history(), UPDATE)
                        .use(target.items() > 1 ? "TERM" : "ADDED", summand(r.penalty()))
                        .size("SIZE", r.w().size())
                        .build();
            case RecordHits r ->
                shared("RecordHits", r.hits().shape().batch())
                        .samples("hits", r.hits(), READ)
                        .whole("position", r.position(), READ)
                        .whole("history", r.history(), WRITE)
                        .build();
        };
    }

    /** r(w) for sums that are shared, else sum + r(w), rounded once where r is a product. */
    private FormulaUse summand(PenaltyFunction penalty) {
        if (target.items() > 1) {
            return new FormulaUse(penalty + " forward", penalty.forward());
        }
        final Expression sum = Expression.argument("sum");
        final Expression value = penalty.value();
        final Expression added = value.operation() == Operation.TIMES
                ? Terms.fma(value.operand(0), value.operand(1), sum)
                : sum.plus(value);
        return new FormulaUse(penalty + " added", new Formula(List.of("w", "sum"), List.of(), List.of(added)));
    }

    private RoutineBuilder shared(String section, int batch) {
        return new RoutineBuilder(section, Kind.SEQUENCE, batch).shared(target.items(), 2);
    }

    /** An update that no gradient could take over. */
    Routine of(UpdateOp op) {
        return switch (op) {
            case Update u -> elementwise(u.dw()).finish(Finish.of(u)).build();
            case AddPenaltyGradient p ->
                elementwise(p.dw())
                        .whole("result", p.dw(), WRITE)
                        .result("result")
                        .finish(Finish.of(p))
                        .build();
            case TakeRate t ->
                once("TakeRate")
                        .whole("rates", t.rates(), READ)
                        .whole("position", t.position(), READ)
                        .whole("rate", t.learningRate(), WRITE)
                        .build();
            case CountStep c ->
                once("CountStep").whole("number", c.step(), UPDATE).build();
        };
    }

    /** What the first sample's work-group does in passing: it needs no launch before those that go by sample. */
    private RoutineBuilder once(String section) {
        return new RoutineBuilder(section, Kind.BY_SAMPLE, batch);
    }

    private RoutineBuilder elementwise(Tensor x) {
        final int chunk = Tiling.ELEMENTS * target.items();
        return new RoutineBuilder("ElementwiseWhole", Kind.TASKS, 1)
                .whole("x", x, READ)
                .size("SIZE", x.size())
                .size("CHUNK", chunk)
                .tasks(Math.ceilDiv(x.size(), chunk));
    }
}
