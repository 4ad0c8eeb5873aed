package handgrad.backend.opencl.routine;

import static handgrad.backend.opencl.routine.Operand.Use.READ;

import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp;
import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LinearSums;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Reads the samples where they are in the data set, if only linear layers that take them row by row want them.
 *
 * <pre>x = data[order]; y = x wᵀ + b; dw = dyᵀ x  →  y and dw from data[order], no x</pre>
 */
final class GatherElision {
    /** Up to so many outputs, a row of x is read once for each rather than once for a tile of outputs. */
    private static final int FEW_OUTPUTS = 4;

    private final Target target;
    private final Program program;
    private final boolean isWanted;
    private final boolean hasImages;

    GatherElision(Target target, Program program, boolean isWanted) {
        this.target = target;
        this.program = program;
        this.isWanted = isWanted;
        this.hasImages = program.ops().stream().anyMatch(op -> op instanceof ConvolutionOp || op instanceof PoolingOp);
    }

    /** Whether a layer's sums have the order of the cpu backend, which is that of {@link LinearSums}. */
    boolean isInCpuOrder(Tensor w) {
        return target.kind() == PlanKind.CPU && !hasImages && !LinearSums.isWide(w);
    }

    static boolean hasFewOutputs(LinearForward f) {
        return f.w().shape().dimension(0) <= FEW_OUTPUTS;
    }

    boolean isElided(GatherRows gather) {
        final Tensor batch = gather.batch();
        return isWanted
                && target.kind() == PlanKind.CPU
                && batch.shape().sampleSize() >= LinearSums.LANES
                && !program.outputs().contains(batch)
                && program.ops().stream()
                        .filter(op -> op.inputs().contains(batch))
                        .allMatch(op -> isReadingRows(op, batch));
    }

    private boolean isReadingRows(Op op, Tensor batch) {
        return switch (op) {
            case LinearForward f ->
                f.x().equals(batch) && isInCpuOrder(f.w()) && !LinearSums.startWithBias(f) && hasFewOutputs(f);
            case LinearBackwardWeight g -> g.x().equals(batch) && !g.dy().equals(batch) && isInCpuOrder(g.dw());
            default -> false;
        };
    }

    /** The gathering that would make x, if it is elided. */
    Optional<GatherRows> source(Tensor x) {
        return program.ops().stream()
                .filter(GatherRows.class::isInstance)
                .map(GatherRows.class::cast)
                .filter(gather -> gather.batch().equals(x) && isElided(gather))
                .findFirst();
    }

    /** Notes which rows of the data the samples are. */
    static Routine locate(GatherRows gather) {
        final List<Tensor> order = List.of(gather.order(), gather.position());
        return new RoutineBuilder("Locate", order, List.of(places(gather))).build();
    }

    /** The rows' numbers [B]. */
    static Tensor places(GatherRows gather) {
        final Tensor batch = gather.batch();
        final Shape shape = Shape.of(batch.shape().batch());
        return new Tensor("places(" + batch.name() + ")", shape, ElementType.INT32, Role.ACTIVATION);
    }

    /** Has a routine read its rows from the data. */
    static void readInPlace(RoutineBuilder routine, GatherRows gather) {
        routine.operand(new Operand("data", gather.data(), READ, false))
                .operand(new Operand("places", places(gather), READ, true))
                .macro("ROW(n)", "(data + (size_t)((const SPACE_places shared_int *)places)[n] * C)");
    }
}
