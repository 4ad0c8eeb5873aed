package handgrad.backend.opencl.plan;

import static handgrad.backend.opencl.plan.Operand.Use.READ;
import static handgrad.backend.opencl.plan.Operand.Use.WRITE;

import handgrad.backend.opencl.plan.Routine.Kind;
import handgrad.backend.opencl.plan.Tiling.Tile;
import handgrad.program.LinearOp;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Tensor;
import java.util.List;

/** The routines of linear layers: by sample where the layer is narrow, as matrix products over the whole batch where it is wide. */
final class LinearRoutines {
    private final Target target;
    private final RowRoutines rows;

    /**
     * The routines of a program's layers.
     *
     * @param rows those in the order of the cpu backend
     */
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
        final int batch = op.y().shape().batch();
        final int inputs = op.w().shape().dimension(1);
        final int outputs = op.w().shape().dimension(0);
        final boolean wide = isWide(op.w());
        if (wide && target.kind() == PlanKind.GPU) {
            return gemm(batch, outputs, inputs, batch)
                    .samples("x", op.x(), READ)
                    .whole("w", op.w(), READ)
                    .whole("b", op.b(), READ)
                    .samples("y", op.y(), WRITE)
                    .result("y")
                    .macro("A(m, k)", "x[(size_t)(m) * DEPTH + (k)]")
                    .macro("A_INNER", 1)
                    .macro("B(k, n)", "w[(size_t)(n) * DEPTH + (k)]")
                    .macro("B_INNER", 0)
                    .macro("START(n)", "b[n]")
                    .build();
        }
        if (rows.isFor(op)) {
            return rows.forward(op);
        }
        final int samples = wide ? target.groups(batch) : target.samplesAtOnce(batch);
        final int parts = parts(samples * outputs, inputs);
        final RoutineBuilder routine = new RoutineBuilder(
                        parts > 1 ? "LinearForwardParts" : "LinearForward", Kind.BY_SAMPLE, batch)
                .samples("x", op.x(), READ)
                .whole("w", op.w(), READ)
                .whole("b", op.b(), READ)
                .samples("y", op.y(), WRITE)
                .result("y")
                .size("C", inputs)
                .size("O", outputs)
                .wide(wide);
        if (parts > 1) {
            return routine.macro("PARTS", parts)
                    .scratch(parts * samples * outputs)
                    .tasks(parts * outputs)
                    .build();
        }
        final Tile tile = Tiling.linear(target, outputs, samples);
        return routine.size("TO", tile.rows())
                .size("TN", tile.columns())
                .size("O_TILES", tile.rowTiles(outputs))
                .size("N_TILES", tile.columnTiles(samples))
                .tasks(tile.rowTiles(outputs) * tile.columnTiles(samples))
                .build();
    }

    private Routine backwardInput(LinearBackwardInput op) {
        final int batch = op.dy().shape().batch();
        final int inputs = op.w().shape().dimension(1);
        final int outputs = op.w().shape().dimension(0);
        final boolean wide = isWide(op.w());
        if (wide && target.kind() == PlanKind.GPU) {
            return gemm(batch, inputs, outputs, batch)
                    .samples("dy", op.dy(), READ)
                    .whole("w", op.w(), READ)
                    .samples("dx", op.dx(), WRITE)
                    .result("dx")
                    .macro("A(m, k)", "dy[(size_t)(m) * DEPTH + (k)]")
                    .macro("A_INNER", 1)
                    .macro("B(k, n)", "w[(size_t)(k) * N + (n)]")
                    .macro("B_INNER", 1)
                    .macro("START(n)", "0.0f")
                    .build();
        }
        final int samples = wide ? target.groups(batch) : target.samplesAtOnce(batch);
        final int parts = parts(samples * inputs, outputs);
        final boolean blocked = wide && inputs >= Tiling.CPU_CHUNK;
        final String section =
                blocked ? "LinearBackwardInputBlocked" : parts > 1 ? "LinearBackwardInputParts" : "LinearBackwardInput";
        final RoutineBuilder routine = new RoutineBuilder(section, Kind.BY_SAMPLE, batch)
                .samples("dy", op.dy(), READ)
                .whole("w", op.w(), READ)
                .samples("dx", op.dx(), WRITE)
                .result("dx")
                .size("C", inputs)
                .size("O", outputs)
                .wide(wide);
        if (parts > 1) {
            return routine.macro("PARTS", parts)
                    .scratch(parts * samples * inputs)
                    .tasks(parts * inputs)
                    .build();
        }
        final Tile tile = Tiling.linear(target, blocked ? 8 : inputs, samples);
        routine.size("TC", tile.rows()).size("TN", tile.columns()).size("N_TILES", tile.columnTiles(samples));
        if (blocked) {
            final int chunks = Math.ceilDiv(inputs, Tiling.CPU_CHUNK);
            return routine.size("CHUNK", Tiling.CPU_CHUNK)
                    .size("CHUNKS", chunks)
                    .size("BLOCK", Tiling.CPU_BLOCK)
                    .tasks(chunks * tile.columnTiles(samples))
                    .build();
        }
        return routine.size("C_TILES", tile.rowTiles(inputs))
                .tasks(tile.rowTiles(inputs) * tile.columnTiles(samples))
                .build();
    }

    private List<Routine> backwardWeight(LinearBackwardWeight op) {
        final Routine bias = channelSum(op.dy(), op.db());
        final boolean wide = isWide(op.dw());
        return switch (target.kind()) {
            case PLAIN -> List.of(weightByColumns(op), bias);
            case GPU -> List.of(wide ? weightByGemm(op) : weightByColumns(op), bias);
            case CPU -> rows.isFor(op) ? rows.backwardWeight(op, bias) : List.of(weightByLanes(op), bias);
        };
    }

    private Routine weightByGemm(LinearBackwardWeight op) {
        final int batch = op.dy().shape().batch();
        return gemm(op.dw().shape().dimension(0), op.dw().shape().dimension(1), batch, batch)
                .samples("x", op.x(), READ)
                .samples("dy", op.dy(), READ)
                .whole("dw", op.dw(), WRITE)
                .result("dw")
                .macro("A(m, k)", "dy[(size_t)(k) * M + (m)]")
                .macro("A_INNER", 0)
                .macro("B(k, n)", "x[(size_t)(k) * N + (n)]")
                .macro("B_INNER", 1)
                .macro("START(n)", "0.0f")
                .wide(false)
                .build();
    }

    private Routine weightByColumns(LinearBackwardWeight op) {
        final int batch = op.dy().shape().batch();
        final int inputs = op.dw().shape().dimension(1);
        final int outputs = op.dw().shape().dimension(0);
        final Tile tile = Tiling.channels(target, outputs);
        // As many samples side by side as keep all items busy: with few inputs or many samples a sum is shared.
        int columns = target.items();
        while (columns > 16 && (columns >= 2 * inputs || batch > 4 * columns)) {
            columns /= 2;
        }
        final int parts = target.items() / columns;
        return summed("LinearBackwardWeight", op)
                .size("TO", tile.rows())
                .size("COLUMNS", columns)
                .shared(parts, columns * tile.rows())
                .size("C_TILES", Math.ceilDiv(inputs, columns))
                .tasks(tile.rowTiles(outputs) * Math.ceilDiv(inputs, columns))
                .build();
    }

    private Routine weightByLanes(LinearBackwardWeight op) {
        final int inputs = op.dw().shape().dimension(1);
        final int outputs = op.dw().shape().dimension(0);
        return summed("LinearBackwardWeightLanes", op)
                .size("C_TILES", Math.ceilDiv(inputs, 4))
                .tasks(Math.ceilDiv(outputs, 4) * Math.ceilDiv(inputs, 4))
                .build();
    }

    private RoutineBuilder summed(String section, LinearBackwardWeight op) {
        final int batch = op.dy().shape().batch();
        return new RoutineBuilder(section, Kind.TASKS, batch)
                .samples("x", op.x(), READ)
                .samples("dy", op.dy(), READ)
                .whole("dw", op.dw(), WRITE)
                .result("dw")
                .size("C", op.dw().shape().dimension(1))
                .size("O", op.dw().shape().dimension(0))
                .size("GROUPS", target.groups(batch));
    }

    private Routine channelSum(Tensor dy, Tensor db) {
        return ConvolutionRoutines.channelSum(target, dy, db, 1);
    }

    private RoutineBuilder gemm(int rows, int columns, int depth, int batch) {
        final int tile = Tiling.GPU_GEMM_TILE;
        final int each = Tiling.GPU_GEMM_ITEM;
        // A batch below the tile leaves rows of it empty; a flat tile with as many items loses less.
        final int tall = rows <= tile / 2 ? tile / 2 : tile;
        final int down = tall == tile ? each : each / 2;
        return new RoutineBuilder("Gemm", Kind.TASKS, batch)
                .size("M", rows)
                .size("N", columns)
                .size("DEPTH", depth)
                .size("TM", tall)
                .size("TN", tile)
                .size("RM", down)
                .size("RN", each)
                .size("TK", Tiling.GPU_GEMM_DEPTH)
                .size("N_TILES", Math.ceilDiv(columns, tile))
                .scratch(Tiling.GPU_GEMM_DEPTH * (tall + 1 + tile + 1))
                .tasks(Math.ceilDiv(rows, tall) * Math.ceilDiv(columns, tile))
                .wide(true);
    }

    private boolean isWide(Tensor w) {
        return target.kind() != PlanKind.PLAIN
                && !target.persistent()
                && w.size() >= Tiling.WIDE_WEIGHTS
                && (target.kind() == PlanKind.CPU || target.items() == Tiling.GPU_ITEMS);
    }

    /** Among how many items each sum is shared, so that a work-group has something to do for all of them. */
    private int parts(int sums, int terms) {
        if (!target.shares()) {
            return 1;
        }
        int parts = 1;
        while (parts < 32 && 2 * parts <= terms && 2L * parts * sums <= 2L * target.items()) {
            parts *= 2;
        }
        return parts;
    }
}
