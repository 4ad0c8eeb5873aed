package handgrad.backend.opencl.routine;

import handgrad.program.PoolingOp;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Tensor;
import handgrad.program.Window;

/** The routines of pooling. */
final class PoolingRoutines {
    private PoolingRoutines() {}

    static Routine of(PoolingOp op, Target target) {
        return switch (op) {
            case AveragePoolForward f -> of(new RoutineBuilder(f), f.window(), f.y(), target);
            case AveragePoolBackward b -> {
                final boolean overlaps = b.window().stride() < b.window().size();
                final String section = overlaps ? b.name() : "AveragePoolBackwardTiles";
                yield of(new RoutineBuilder(section, b), b.window(), b.dx(), target);
            }
            case MaxPoolForward f -> of(new RoutineBuilder(f), f.window(), f.y(), target);
            case MaxPoolBackward b -> of(new RoutineBuilder(b), b.window(), b.dx(), target);
        };
    }

    /** A CPU takes a line at a time, a GPU's item one pixel. */
    private static Routine of(RoutineBuilder routine, Window window, Tensor made, Target target) {
        final int neighbours = target.kind() == PlanKind.CPU ? made.shape().dimension(3) : 1;
        return routine.constant("K", window.size())
                .constant("S", window.stride())
                .constant("TJ", neighbours)
                .tasks(made.shape().sampleSize() / neighbours)
                .build();
    }
}
