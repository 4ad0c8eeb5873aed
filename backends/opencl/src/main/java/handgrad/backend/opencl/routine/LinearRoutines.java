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
            return gemm(batch, outputs, inputs, op.y(), true)
                    .operand(new Operand("x", op.x(), READ, true))
                    .operand(new Operand("w", op.w(), READ, false))
                    .operand(new Operand("b", op.b(), READ, false))
                    .macro("A(m, k)", "x[(size_t)(m) * DEPTH + (k)]")
                    .macro("A_INNER", 1)
                    .macro("B(k, n)", "w[(size_t)(n) * DEPTH + (k)]")
                    .macro("B_INNER", 0)
                    .macro("START(n)", "b[n]")
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
            return gemm(batch, inputs, outputs, op.dx(), true)
                    .operand(new Operand("dy", op.dy(), READ, true))
                    .operand(new Operand("w", op.w(), READ, false))
                    .macro("A(m, k)", "dy[(size_t)(m) * DEPTH + (k)]")
                    .macro("A_INNER", 1)
                    .macro("B(k, n)", "w[(size_t)(k) * N + (n)]")
                    .macro("B_INNER", 1)
                    .macro("START(n)", "0.0f")
                    .wide(true)
                    .build();
        }
        if (isWide(op.w()) && inputs >= Tiling.CPU_CHUNK) {
            final int samples = target.groups(batch);
            final Tile tile = Tiling.linear(target, Tiling.CPU_CHUNK_ROWS, samples);
            return new RoutineBuilder("LinearBackwardInputBlocked", op)
                    .size("TR", tile.rows())
                    .size("TN", tile.columns())
                    .size("CHUNK", Tiling.CPU_CHUNK)
                    .size("BLOCK", Tiling.CPU_BLOCK)
                    .wide(true)
                    .tasks(Math.ceilDiv(inputs, Tiling.CPU_CHUNK) * tile.columnTiles(samples))
                    .build();
        }
        return bySample(op, op.w(), inputs, outputs);
    }

    /** Sums of so many terms for so many features of each sample: shared by items, or in tiles of features × samples. */
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
                .size("TR", tile.rows())
                .size("TN", tile.columns())
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
        return gemm(outputs, inputs, op.dy().shape().batch(), op.dw(), false)
                .operand(new Operand("x", op.x(), READ, true))
                .operand(new Operand("dy", op.dy(), READ, true))
                .macro("A(m, k)", "dy[(size_t)(k) * M + (m)]")
                .macro("A_INNER", 0)
                .macro("B(k, n)", "x[(size_t)(k) * N + (n)]")
                .macro("B_INNER", 1)
                .macro("START(n)", "0.0f")
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
                .size("TR", tile.rows())
                .size("COLUMNS", columns)
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

    /** made [rows, columns] = A B, over so deep sums. */
    private static RoutineBuilder gemm(int rows, int columns, int depth, Tensor made, boolean bySample) {
        final int tile = Tiling.GPU_GEMM_TILE;
        final int each = Tiling.GPU_GEMM_ITEM;
        // A batch below the tile leaves rows of it empty; a flat tile with as many items loses less.
        final int tall = rows <= tile / 2 ? tile / 2 : tile;
        return new RoutineBuilder("Gemm", List.of(), List.of())
                .operand(new Operand("out", made, WRITE, bySample, true))
                .size("M", rows)
                .size("N", columns)
                .size("DEPTH", depth)
                .size("TM", tall)
                .size("TN", tile)
                .size("RM", each * tall / tile)
                .size("RN", each)
                .size("TK", Tiling.GPU_GEMM_DEPTH)
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
