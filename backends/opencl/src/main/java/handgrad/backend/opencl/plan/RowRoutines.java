package handgrad.backend.opencl.plan;

import static handgrad.backend.opencl.plan.Operand.Use.READ;
import static handgrad.backend.opencl.plan.Operand.Use.WRITE;

import handgrad.backend.opencl.plan.Routine.Kind;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The routines of linear layers on a CPU that add up in the order of the cpu backend ({@link LinearSums}), so that both give the same bits, and those
 * that take samples as rows: where x comes straight from the data set, its rows are read there and never gathered.
 */
final class RowRoutines {
    /** Up to so many outputs, 16 sums for each are better than a tile of sums that share what they load. */
    private static final int FEW_OUTPUTS = 4;

    /** Multiplications from which it pays to have more tasks than tiles of outputs. */
    private static final int MUCH_WORK = 1 << 16;

    private final Target target;
    private final Program program;
    private final boolean images;

    RowRoutines(Target target, Program program) {
        this.target = target;
        this.program = program;
        this.images = program.ops().stream().anyMatch(op -> op instanceof ConvolutionOp || op instanceof PoolingOp);
    }

    /** Whether a layer's outputs are made here. */
    boolean isFor(LinearForward f) {
        return isFor(f.w()) && !LinearSums.startWithBias(f) && (inputs(f.w()) < LinearSums.LANES || hasFewOutputs(f));
    }

    private boolean isFor(Tensor w) {
        return target.kind() == PlanKind.CPU && !images && !LinearSums.isWide(w);
    }

    private static boolean hasFewOutputs(LinearForward f) {
        return f.w().shape().dimension(0) <= FEW_OUTPUTS;
    }

    private static int inputs(Tensor w) {
        return w.shape().dimension(1);
    }

    /** Whether a layer's weight gradient is made here. */
    boolean isFor(LinearBackwardWeight g) {
        return target.kind() == PlanKind.CPU && (!images || LinearSums.isWide(g.dw()));
    }

    /**
     * Whether nobody wants the samples of an op but as rows of the data, so that it need not move any.
     *
     * @param gather the op
     */
    boolean areRead(GatherRows gather) {
        final Tensor batch = gather.batch();
        return target.kind() == PlanKind.CPU
                && batch.shape().sampleSize() >= LinearSums.LANES
                && !program.outputs().contains(batch)
                && program.ops().stream()
                        .filter(op -> op.inputs().contains(batch))
                        .allMatch(op -> isReadingRows(op, batch));
    }

    private boolean isReadingRows(Op op, Tensor batch) {
        return switch (op) {
            case LinearForward f -> f.x().equals(batch) && isFor(f) && hasFewOutputs(f);
            case LinearBackwardWeight g -> g.x().equals(batch) && !g.dy().equals(batch) && isFor(g.dw());
            default -> false;
        };
    }

    private Optional<GatherRows> source(Tensor x) {
        return program.ops().stream()
                .filter(GatherRows.class::isInstance)
                .map(GatherRows.class::cast)
                .filter(gather -> gather.batch().equals(x) && areRead(gather))
                .findFirst();
    }

    /** Notes which rows of the data the samples are. */
    Routine locate(GatherRows gather) {
        return new RoutineBuilder(
                        "Locate", Kind.BY_SAMPLE, gather.batch().shape().batch())
                .whole("order", gather.order(), READ)
                .whole("position", gather.position(), READ)
                .samples("places", places(gather), WRITE)
                .build();
    }

    private static Tensor places(GatherRows gather) {
        return new Tensor(
                "places(" + gather.batch().name() + ")",
                Shape.of(gather.batch().shape().batch()),
                ElementType.INT32,
                Role.ACTIVATION);
    }

    /** y = x wᵀ + b, [B, C] by [O, C]. */
    Routine forward(LinearForward f) {
        final int batch = f.y().shape().batch();
        final int outputs = f.w().shape().dimension(0);
        final Optional<GatherRows> source = source(f.x());
        final RoutineBuilder routine = new RoutineBuilder(
                source.isPresent() ? "LinearForwardRows" : "LinearForwardSixteen", Kind.BY_SAMPLE, batch);
        source.ifPresentOrElse(gather -> readInPlace(routine, gather), () -> routine.samples("x", f.x(), READ));
        return routine.whole("w", f.w(), READ)
                .whole("b", f.b(), READ)
                .samples("y", f.y(), WRITE)
                .result("y")
                .size("C", inputs(f.w()))
                .size("O", outputs)
                .tasks(outputs)
                .build();
    }

    private static void readInPlace(RoutineBuilder routine, GatherRows gather) {
        routine.whole("data", gather.data(), READ)
                .samples("places", places(gather), READ)
                .macro("ROW(n)", "(data + (size_t)((const SPACE_places shared_int *)places)[n] * C)");
    }

    /** dw and db, from what makes rows to the sums. */
    List<Routine> backwardWeight(LinearBackwardWeight g, Routine biasByLanes) {
        final List<Routine> routines = new ArrayList<>();
        final int inputs = inputs(g.dw());
        final int outputs = g.dw().shape().dimension(0);
        // The longer of a row of x and a row of dy fills the lanes.
        if (inputs < LinearSums.LANES && outputs >= LinearSums.LANES) {
            routines.add(rows(g.dy()));
            final RoutineBuilder sums = sums(g, outputs, inputs)
                    .samples("dy", g.x(), READ)
                    .size("DOWN", 1)
                    .macro("ACROSS", inputs);
            routines.add(readRows(sums, g.dy()).build());
        } else {
            final RoutineBuilder sums = sums(g, inputs, outputs)
                    .samples("dy", g.dy(), READ)
                    .size("DOWN", inputs)
                    .macro("ACROSS", 1);
            final Optional<GatherRows> source = source(g.x());
            if (source.isPresent()) {
                readInPlace(sums, source.get());
                routines.add(sums.size("LAST", inputs - LinearSums.LANES).build());
            } else {
                routines.add(rows(g.x()));
                routines.add(readRows(sums, g.x()).build());
            }
        }
        routines.add(isFor(g.dw()) ? biasGradient(g) : biasByLanes);
        return routines;
    }

    /** The sums over the samples of products of rows, so many floats long, with so many scalars of each sample. */
    private RoutineBuilder sums(LinearBackwardWeight g, int length, int scalars) {
        final int batch = g.dy().shape().batch();
        final int vectors = Math.ceilDiv(length, LinearSums.LANES);
        final int across = vectors % 4 == 0 ? 4 : vectors % 7 == 0 ? 7 : vectors % 3 == 0 ? 3 : Math.min(vectors, 4);
        final int down = Math.min(scalars, across == 7 ? 3 : across == 4 ? 6 : 8);
        final int rowTiles = Math.ceilDiv(scalars, down);
        final boolean isCut = rowTiles < 2 * target.units() && (long) batch * length * scalars >= MUCH_WORK;
        final int vectorTiles = Math.ceilDiv(vectors, across);
        return new RoutineBuilder("LinearBackwardWeightRows", Kind.TASKS, batch)
                .whole("dw", g.dw(), WRITE)
                .result("dw")
                .size("C", length)
                .size("O", scalars)
                .size("TO", down)
                .size("TV", across)
                .size("C_TILES", isCut ? vectorTiles : 1)
                .size("C_VECTORS", isCut ? 1 : vectorTiles)
                .macro("CHUNK", chunk(g))
                .tasks(rowTiles * (isCut ? vectorTiles : 1));
    }

    private static int chunk(LinearBackwardWeight g) {
        return LinearSums.areInParts(g) ? LinearSums.GROUPS_IN_PART : 0;
    }

    private static RoutineBuilder readRows(RoutineBuilder routine, Tensor x) {
        final int stride = stride(x);
        return routine.samples("rows", rowsOf(x), READ)
                .size("STRIDE", stride)
                .size("LAST", stride - LinearSums.LANES)
                .macro("ROW(n)", "((const SPACE_rows float *)rows + (size_t)(n) * STRIDE)");
    }

    private Routine biasGradient(LinearBackwardWeight g) {
        return new RoutineBuilder(
                        "LinearBiasGradient", Kind.TASKS, g.dy().shape().batch())
                .samples("dy", g.dy(), READ)
                .whole("db", g.db(), WRITE)
                .result("db")
                .size("O", g.db().size())
                .macro("CHUNK", chunk(g))
                .tasks(g.db().size())
                .build();
    }

    /** x sample by sample, for sums whose lanes run along a sample. */
    private static Routine rows(Tensor x) {
        return new RoutineBuilder("Rows", Kind.BY_SAMPLE, x.shape().batch())
                .samples("packed", x, READ)
                .samples("rows", rowsOf(x), WRITE)
                .size("SIZE", x.shape().sampleSize())
                .size("STRIDE", stride(x))
                .tasks(stride(x) / LinearSums.LANES)
                .build();
    }

    private static int stride(Tensor x) {
        return Math.ceilDiv(x.shape().sampleSize(), LinearSums.LANES) * LinearSums.LANES;
    }

    private static Tensor rowsOf(Tensor x) {
        return new Tensor("rows(" + x.name() + ")", Shape.of(x.shape().batch(), stride(x)), x.type(), Role.ACTIVATION);
    }
}
