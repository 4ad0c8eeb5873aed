package handgrad.backend.opencl.routine;

import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp;
import handgrad.program.ElementType;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.Program;
import handgrad.program.RecordOp;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.List;

/** Lowers the ops of a program to routines for a device. */
public final class Routines {
    private final Target target;
    private final GatherElision elision;
    private final LinearRoutines linears;
    private final ElementwiseRoutines elementwise;

    private Routines(Target target, Program program, boolean elidesGathers) {
        this.target = target;
        this.elision = new GatherElision(target, program, elidesGathers);
        this.linears = new LinearRoutines(target, new RowRoutines(target, elision));
        this.elementwise = new ElementwiseRoutines(target, program);
    }

    /** The routines of a program, one or two an op, in the order in which they take effect. */
    public static List<Routine> of(Target target, Program program, boolean elidesGathers) {
        final Routines routines = new Routines(target, program, elidesGathers);
        return program.ops().stream().flatMap(op -> routines.of(op).stream()).toList();
    }

    /** An op's arithmetic counts in the routine that makes its first output, such as dw. */
    private List<Routine> of(Op op) {
        final List<Routine> routines = lowered(op);
        final Tensor first = op.outputs().getFirst();
        return routines.stream()
                .map(routine -> routine.workingFor(op, routines.size() == 1 || routine.isWriting(first)))
                .toList();
    }

    private List<Routine> lowered(Op op) {
        return switch (op) {
            case GatherRows gather when elision.isElided(gather) -> List.of(GatherElision.locate(gather));
            case BatchOp batch -> List.of(SampleRoutines.of(batch, target));
            case ConvolutionOp convolution -> ConvolutionRoutines.of(convolution, target);
            case PoolingOp pooling -> List.of(PoolingRoutines.of(pooling, target));
            case LinearOp linear -> linears.of(linear);
            case ActivationOp activation -> List.of(ElementwiseRoutines.of(activation));
            case LossOp loss -> List.of(SampleRoutines.of(loss));
            case RecordOp record -> List.of(RecordRoutines.of(record, target));
            case UpdateOp update -> List.of(elementwise.of(update));
        };
    }

    /** Puts the samples of a resident tensor [B, …], which is row-major, into lanes. */
    public static Routine pack(Tensor rows, Tensor packed) {
        return layout("Pack", rows, packed, rows);
    }

    /** Brings samples in lanes back into a resident tensor [B, …]. */
    public static Routine unpack(Tensor packed, Tensor rows) {
        return layout("Unpack", packed, rows, rows);
    }

    private static Routine layout(String section, Tensor from, Tensor to, Tensor rows) {
        return new RoutineBuilder(section, List.of(from), List.of(to))
                .macro("ELEMENT", rows.type() == ElementType.INT32 ? "shared_int" : "shared_float")
                .build();
    }
}
