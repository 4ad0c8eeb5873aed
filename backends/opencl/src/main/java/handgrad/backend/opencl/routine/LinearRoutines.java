package handgrad.backend.opencl.routine;

import static handgrad.backend.opencl.routine.Operand.Use.READ;
import static handgrad.backend.opencl.routine.Operand.Use.WRITE;

import handgrad.backend.opencl.routine.Tiling.Tile;
import handgrad.program.LinearOp;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LinearSums;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;

/** The routines of linear layers: by sample where the layer is narrow, as matrix products over the batch where wide. */
final class LinearRoutines {
    private final Target target;
    private final RowRoutines rows;

    /** The layers of a program, of which {@code rows} makes those in the order of the cpu backend. */
    LinearRoutines(Target target, RowRoutines rows) {
        this.target = target;
        this.rows = rows;
    }

    List<Routine> of(LinearOp op) {
        return switch (op) {
            case LinearForward f -> List.of(forward(f));
            case LinearBackwardInput b -> List.of(backwardInput(b));
            case LinearBackwardWeight b -> backwardWeight(b);
        };
    }

    private Routine forward(LinearForward op) {
        final int inputs = op.w().shape().dimension(1);
        final int outputs = op.w().shape().dimension(0);
        final int batch = op.y().shape().batch();
        if (isWide(op.w()) && target.kind() == PlanKind.GPU) {
            final Matrix x = new Matrix(op.x(), true, inputs, 1);
            final Matrix transposed = new Matrix(op.w(), false, 1, inputs);
            return gemm(batch, outputs, inputs, x, transposed, op.y())
                    .operand(new Operand("bias", op.b(), READ, false))
                    .macro("START(n)", "bias[n]")
                    .wide(true)
                    .build();
        }
        return rows.isFor(op) ? rows.forward(op) : bySample(op, op.w(), outputs, inputs);
    }

    private Routine backwardInput(LinearBackwardInput op) {
        final int inputs = op.w().shape().dimension(1);
        final int outputs = op.w().shape().dimension(0);
        final int batch = op.dy().shape().batch();
        if (isWide(op.w()) && target.kind() == PlanKind.GPU) {
            final Matrix dy = new Matrix(op.dy(), true, outputs, 1);
            final Matrix w = new Matrix(op.w(), false, inputs, 1);
            return gemm(batch, inputs, outputs, dy, w, op.dx()).wide(true).build();
        }
        if (isWide(op.w()) && inputs >= Tiling.CPU_CHUNK) {
            final int samples = target.groups(batch);
            final Tile tile = Tiling.linear(target, Tiling.CPU_CHUNK_ROWS, samples);
            return new RoutineBuilder("LinearBackwardInputBlocked", op)
                    .constant("TR", tile.rows())
                    .constant("TN", tile.columns())
                    .constant("CHUNK", Tiling.CPU_CHUNK)
                    .constant("BLOCK", Tiling.CPU_BLOCK)
                    .wide(true)
                    .tasks(Math.ceilDiv(inputs, Tiling.CPU_CHUNK) * tile.columnTiles(samples))
                    .build();
        }
        return bySample(op, op.w(), inputs, outputs);
    }

    /**
     * Sums of so many terms for so many features of each sample: shared by items, or in tiles of features × samples.
     */
    private Routine bySample(LinearOp op, Tensor w, int features, int terms) {
        final boolean wide = isWide(w);
        final int batch = op.outputs().getFirst().shape().batch();
        final int samples = wide ? target.groups(batch) : target.samplesAtOnce(batch);
        final int parts = parts(samples * features, terms);
        if (parts > 1) {
            return new RoutineBuilder(op.name() + "Parts", op)
                    .wide(wide)
                    .macro("PARTS", parts)
                    .scratch(parts * samples * features)
                    .tasks(parts * features)
                    .build();
        }
        final Tile tile = Tiling.linear(target, features, samples);
        return new RoutineBuilder(op)
                .constant("TR", tile.rows())
                .constant("TN", tile.columns())
                .wide(wide)
                .tasks(tile.rowTiles(features) * tile.columnTiles(samples))
                .build();
    }

    private List<Routine> backwardWeight(LinearBackwardWeight op) {
        if (rows.isFor(op)) {
            return rows.backwardWeight(op);
        }
        final Routine weight = target.kind() == PlanKind.CPU
                ? weightByLanes(op)
                : isWide(op.dw()) ? weightByGemm(op) : weightByColumns(op);
        return List.of(weight, biasGradient(target, op));
    }

    static Routine biasGradient(Target target, LinearBackwardWeight op) {
        return ConvolutionRoutines.channelSum(target, op.dy(), op.db());
    }

    private Routine weightByGemm(LinearBackwardWeight op) {
        final int inputs = op.dw().shape().dimension(1);
        final int outputs = op.dw().shape().dimension(0);
        final Matrix transposed = new Matrix(op.dy(), true, 1, outputs);
        final Matrix x = new Matrix(op.x(), true, inputs, 1);
        return gemm(outputs, inputs, op.dy().shape().batch(), transposed, x, op.dw())
                .build();
    }

    private Routine weightByColumns(LinearBackwardWeight op) {
        final int batch = op.dy().shape().batch();
        final int inputs = op.dw().shape().dimension(1);
        final int outputs = op.dw().shape().dimension(0);
        final Tile tile = Tiling.channels(target, outputs);
        // As many inputs side by side as keep all items busy: with few inputs or many samples a sum is shared.
        int columns = target.items();
        while (columns > 16 && (columns >= 2 * inputs || batch > 4 * columns)) {
            columns /= 2;
        }
        return new RoutineBuilder(op)
                .constant("TR", tile.rows())
                .constant("COLUMNS", columns)
                .shared(target.items() / columns, columns * tile.rows())
                .tasks(tile.rowTiles(outputs) * Math.ceilDiv(inputs, columns))
                .build();
    }

    private Routine weightByLanes(LinearBackwardWeight op) {
        final Shape shape = op.dw().shape();
        return new RoutineBuilder("LinearBackwardWeightLanes", op)
                .tasks(Math.ceilDiv(shape.dimension(0), 4) * Math.ceilDiv(shape.dimension(1), 4))
                .build();
    }

    /** A matrix whose element (r, c) lies at r · rowStride + c · columnStride, one of which is 1. */
    private record Matrix(Tensor tensor, boolean bySample, int rowStride, int columnStride) {
        Operand operand(String formal) {
            return new Operand(formal, tensor, READ, bySample);
        }
    }

    /** made [rows, columns] = left right, over so deep sums. */
    private static RoutineBuilder gemm(int rows, int columns, int depth, Matrix left, Matrix right, Tensor made) {
        final int tile = Tiling.GPU_GEMM_TILE;
        final int each = Tiling.GPU_GEMM_ITEM;
        // A batch below the tile leaves rows of it empty; a flat tile with as many items loses less.
        final int tall = rows <= tile / 2 ? tile / 2 : tile;
        return new RoutineBuilder("Gemm", List.of(), List.of())
                .operand(left.operand("left"))
                .operand(right.operand("right"))
                .operand(new Operand("out", made, WRITE, !right.bySample, true))
                .constant("M", rows)
                .constant("N", columns)
                .constant("DEPTH", depth)
                .constant("LEFT_M", left.rowStride)
                .constant("LEFT_K", left.columnStride)
                .constant("RIGHT_K", right.rowStride)
                .constant("RIGHT_N", right.columnStride)
                .constant("TM", tall)
                .constant("TN", tile)
                .constant("RM", each * tall / tile)
                .constant("RN", each)
                .constant("TK", Tiling.GPU_GEMM_DEPTH)
                .macro("START(n)", "0.0f")
                .scratch(Tiling.GPU_GEMM_DEPTH * (tall + 1 + tile + 1))
                .tasks(Math.ceilDiv(rows, tall) * Math.ceilDiv(columns, tile));
    }

    private boolean isWide(Tensor w) {
        final boolean hasTiles = target.kind() == PlanKind.CPU || target.items() == Target.GPU_ITEMS;
        return hasTiles && !target.persistent() && LinearSums.isWide(w);
    }

    /** Among how many items each sum is shared, so that a work-group has something to do for all of them. */
    private int parts(int sums, int terms) {
        int parts = 1;
        while (target.items() > 1 && parts < 32 && 2 * parts <= terms && 2L * parts * sums <= 2L * target.items()) {
            parts *= 2;
        }
        return parts;
    }
}
