package handgrad.backend.opencl.routine;

import static handgrad.backend.opencl.routine.Operand.Use.READ;

import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LinearSums;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The routines of linear layers on a CPU that add up in the order of the cpu backend ({@link LinearSums}), so that both
 * give the same bits, and those that take samples as rows.
 */
final class RowRoutines {
    /** Minimum multiplications at which splitting by columns as well pays off. */
    private static final int MUCH_WORK = 1 << 16;

    private final Target target;
    private final GatherElision elision;

    RowRoutines(Target target, GatherElision elision) {
        this.target = target;
        this.elision = elision;
    }

    /** Whether this makes the outputs: with 16 interleaved sums per output, where register tiling does not apply. */
    boolean isFor(LinearForward f) {
        return elision.isInCpuOrder(f.w())
                && !LinearSums.startWithBias(f)
                && (f.w().shape().dimension(1) < LinearSums.LANES || GatherElision.hasFewOutputs(f));
    }

    /** Whether a layer's weight gradient is made here. */
    boolean isFor(LinearBackwardWeight g) {
        return elision.isInCpuOrder(g.dw()) || target.kind() == PlanKind.CPU && LinearSums.isWide(g.dw());
    }

    /** y = x wᵀ + b, [B, C] by [O, C]. */
    Routine forward(LinearForward f) {
        final Optional<GatherRows> source = elision.source(f.x());
        final RoutineBuilder routine;
        if (source.isPresent()) {
            routine = new RoutineBuilder("LinearForwardRows", List.of(f.w(), f.b()), List.of(f.y()));
            GatherElision.readInPlace(routine, source.get());
        } else {
            routine = new RoutineBuilder("LinearForwardSixteen", f);
        }
        return routine.tasks(f.w().shape().dimension(0)).build();
    }

    /** All routines for dw and db: transposing to rows if needed, then the sums. */
    List<Routine> backwardWeight(LinearBackwardWeight g) {
        final List<Routine> routines = new ArrayList<>();
        final int inputs = g.dw().shape().dimension(1);
        final int outputs = g.dw().shape().dimension(0);
        final Optional<GatherRows> source = elision.source(g.x());
        // The longer of a row of x and a row of dy fills the lanes.
        final boolean isTransposed = inputs < LinearSums.LANES && outputs >= LinearSums.LANES;
        final Tensor across = isTransposed ? g.dy() : g.x();
        final RoutineBuilder sums = sums(g, isTransposed ? g.x() : g.dy(), across)
                .constant("DOWN", isTransposed ? 1 : inputs)
                .macro("ACROSS", isTransposed ? inputs : 1);
        if (source.isPresent() && !isTransposed) {
            GatherElision.readInPlace(sums, source.get());
            sums.constant("LAST", inputs - LinearSums.LANES);
        } else {
            final Tensor rows = rowsOf(across);
            final int stride = rows.shape().sampleSize();
            routines.add(new RoutineBuilder("Rows", List.of(across), List.of(rows))
                    .tasks(stride / LinearSums.LANES)
                    .build());
            sums.operand(new Operand("rows", rows, READ, true))
                    .constant("STRIDE", stride)
                    .constant("LAST", stride - LinearSums.LANES)
                    .macro("ROW(n)", "((const SPACE_rows float *)rows + (size_t)(n) * STRIDE)");
        }
        routines.add(sums.build());
        routines.add(elision.isInCpuOrder(g.dw()) ? biasGradient(g) : LinearRoutines.biasGradient(target, g));
        return routines;
    }

    /** Sum over samples of down[i] * across[lanes]: an outer product, {@code across} held in vectors. */
    private RoutineBuilder sums(LinearBackwardWeight g, Tensor down, Tensor across) {
        final int length = across.shape().sampleSize();
        final int scalars = down.shape().sampleSize();
        final int vectors = Math.ceilDiv(length, LinearSums.LANES);
        final int tileVectors =
                vectors % 4 == 0 ? 4 : vectors % 7 == 0 ? 7 : vectors % 3 == 0 ? 3 : Math.min(vectors, 4);
        final int tileRows = Math.min(scalars, tileVectors == 7 ? 3 : tileVectors == 4 ? 6 : 8);
        final int rowTiles = Math.ceilDiv(scalars, tileRows);
        final long work = (long) g.dy().shape().batch() * length * scalars;
        final boolean isCut = rowTiles < 2 * target.units() && work >= MUCH_WORK;
        final int vectorTiles = Math.ceilDiv(vectors, tileVectors);
        return new RoutineBuilder("LinearBackwardWeightRows", List.of(down), List.of(g.dw()))
                .constant("C", length)
                .constant("TO", tileRows)
                .constant("TV", tileVectors)
                .constant("C_TILES", isCut ? vectorTiles : 1)
                .constant("C_VECTORS", isCut ? 1 : vectorTiles)
                .macro("CHUNK", chunk(g))
                .tasks(rowTiles * (isCut ? vectorTiles : 1));
    }

    private static int chunk(LinearBackwardWeight g) {
        return LinearSums.areInParts(g) ? LinearSums.GROUPS_IN_PART : 0;
    }

    private static Routine biasGradient(LinearBackwardWeight g) {
        return new RoutineBuilder("LinearBiasGradient", List.of(g.dy()), List.of(g.db()))
                .macro("CHUNK", chunk(g))
                .tasks(g.db().size())
                .build();
    }

    /** The samples one after the other, each padded to whole vectors. */
    private static Tensor rowsOf(Tensor x) {
        final int stride = Math.ceilDiv(x.shape().sampleSize(), LinearSums.LANES) * LinearSums.LANES;
        return new Tensor("rows(" + x.name() + ")", Shape.of(x.shape().batch(), stride), x.type(), Role.ACTIVATION);
    }
}
