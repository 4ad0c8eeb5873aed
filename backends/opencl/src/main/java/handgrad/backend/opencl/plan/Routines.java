package handgrad.backend.opencl.plan;

import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.Program;
import handgrad.program.RecordOp;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.List;

/** What each op becomes on a device. */
final class Routines {
    private final Target target;
    private final RowRoutines rows;
    private final ConvolutionRoutines convolutions;
    private final LinearRoutines linears;
    private final SumRoutines sums;

    Routines(Target target, Program program) {
        this.target = target;
        this.rows = new RowRoutines(target, program);
        this.convolutions = new ConvolutionRoutines(target);
        this.linears = new LinearRoutines(target, rows);
        this.sums = new SumRoutines(target, program);
    }

    /** The routines of an op, in the order in which they take effect. Its work counts in the one that makes its first output, such as dw. */
    List<Routine> of(Op op) {
        if (op instanceof final GatherRows gather && rows.areRead(gather)) {
            return List.of(rows.locate(gather).workingFor(op));
        }
        final Tensor first = op.outputs().getFirst();
        return unmarked(op).stream()
                .map(routine -> routine.isWriting(first) ? routine.workingFor(op) : routine.assisting(op))
                .toList();
    }

    private List<Routine> unmarked(Op op) {
        return switch (op) {
            case BatchOp batch -> List.of(SampleRoutines.of(batch, target));
            case ConvolutionOp convolution -> convolutions.of(convolution);
            case PoolingOp pooling -> List.of(SampleRoutines.of(pooling, target));
            case LinearOp linear -> linears.of(linear);
            case ActivationOp activation -> List.of(SampleRoutines.of(activation));
            case LossOp loss -> List.of(SampleRoutines.of(loss));
            case RecordOp record -> List.of(sums.of(record));
            case UpdateOp update -> List.of(sums.of(update));
        };
    }
}
