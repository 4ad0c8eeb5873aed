package handgrad.host.backend.opencl.plan;

import static handgrad.host.backend.opencl.plan.Operand.Use.READ;
import static handgrad.host.backend.opencl.plan.Operand.Use.UPDATE;
import static handgrad.host.backend.opencl.plan.Operand.Use.WRITE;

import handgrad.host.backend.opencl.plan.Routine.Kind;
import handgrad.program.RecordOp;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;

/** The routines of the records and of the updates. */
final class SumRoutines {
    private final Target target;

    SumRoutines(Target target) {
        this.target = target;
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

    private RoutineBuilder shared(String section, int batch) {
        return new RoutineBuilder(section, Kind.SEQUENCE, batch).shared(target.items(), 2);
    }

    /** An update that no gradient could take over. */
    Routine of(UpdateOp op) {
        return switch (op) {
            case Update u ->
                elementwise(u.dw())
                        .whole("weight", u.w(), UPDATE)
                        .whole("rate", u.learningRate(), READ)
                        .finish(new Finish.Update("weight", "rate"))
                        .build();
            case UpdateOp.TakeRate _, UpdateOp.CountStep _ -> throw new UnsupportedOperationException("not lowered yet");
            case AddPenaltyGradient p ->
                elementwise(p.dw())
                        .whole("result", p.dw(), WRITE)
                        .result("result")
                        .whole("weight", p.w(), READ)
                        .whole("lambda", p.lambda(), READ)
                        .finish(new Finish.Penalty("weight", "lambda"))
                        .build();
        };
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
