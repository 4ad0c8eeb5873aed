package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.kernel.BroadcastCall;
import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.BroadcastTables;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearForward;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A product of matrices, some of its rows at a time: y[r, j] = start[j] + Σ_k a[r, k] · b[k, j] in the order of k,
 * with b and y row-major. 16 neighbouring j are computed together; the last 16 end with the row. Shorter rows are
 * computed by plain loops, with the same results.
 */
public final class RowsProduct {
    /**
     * Where the operands lie.
     *
     * @param aRows for each row r where it begins in a
     * @param aColumns for each k the offset within a row of a
     * @param bRows for each k where row k begins in b
     * @param width the number of columns j
     * @param start what each row begins with, or empty for zeros
     */
    record Operands(int[] aRows, int[] aColumns, int[] bRows, int width, Optional<FloatStore> start) {}

    private final Kernels kernels;
    private final Operands operands;
    private final int rowsAtOnce;
    private final BroadcastProduct full;
    private final BroadcastProduct rest;
    private final BroadcastCall[] fullCalls;
    private final BroadcastCall[] restCalls;
    private final float[] zeros = new float[GroupLayout.LANES];

    /**
     * A product.
     *
     * @param rows the number of rows
     * @param rowsAtOnce how many are computed at a time, but for the last ones
     */
    RowsProduct(StepContext context, Operands operands, int rows, int rowsAtOnce) {
        this.kernels = context.kernels();
        this.operands = operands;
        this.rowsAtOnce = rowsAtOnce;
        this.full = product(context, Math.min(rows, rowsAtOnce));
        this.rest = rows < rowsAtOnce || rows % rowsAtOnce == 0 ? full : product(context, rows % rowsAtOnce);
        this.fullCalls = context.calls(full);
        this.restCalls = context.calls(rest);
    }

    /**
     * y = x wᵀ + b for row-major samples, with the transpose of w: faster than {@link DotProductStep} where rows are
     * short, for then adding up the 16 partial sums of a dot product is most of the work.
     */
    public static SampleStep forward(StepContext context, LinearForward f) {
        final Memory memory = context.memory();
        final FloatStore transposed = memory.floats(f.w(), Representation.TRANSPOSED);
        final Optional<FloatStore> biases = Optional.of(memory.floats(f.b()));
        return ofSamples(context, f.x().shape().batch(), memory.rows(f.x()), transposed, biases, memory.rows(f.y()));
    }

    /** dx = dy w for row-major samples. */
    public static SampleStep backward(StepContext context, LinearBackwardInput b) {
        final Memory memory = context.memory();
        final FloatStore w = memory.floats(b.w());
        return ofSamples(
                context, b.dy().shape().batch(), memory.rows(b.dy()), w, Optional.empty(), memory.rows(b.dx()));
    }

    /** Samples times a row-major matrix, a group of samples at a time. */
    private static SampleStep ofSamples(
            StepContext context,
            int batch,
            RowsPlace from,
            FloatStore matrix,
            Optional<FloatStore> start,
            RowsPlace to) {
        final int[] columns = IntStream.range(0, from.width()).toArray();
        final int[] matrixRows = RowsPlace.consecutiveOffsets(0, to.width(), from.width());
        final Operands operands = new Operands(from.offsets(), columns, matrixRows, to.width(), start);
        final RowsProduct product = new RowsProduct(context, operands, batch, GroupLayout.LANES);
        return (worker, group) -> {
            final int samples = GroupLayout.samples(batch, group);
            final float[] results = to.values(worker);
            product.run(
                    worker, from.values(worker), from.firstRow(group), samples, matrix.values, results, to.at(group));
        };
    }

    private BroadcastProduct product(StepContext context, int rows) {
        final int width = operands.width;
        final int[] blocks = LaneBlocks.fit(width) ? LaneBlocks.starts(width) : new int[0];
        final BroadcastTables tables = BroadcastTables.of(
                operands.aRows,
                operands.aColumns,
                blocks,
                operands.bRows,
                RowsPlace.consecutiveOffsets(0, width, rows),
                blocks);
        return context.arrange(BroadcastProduct.dense(
                kernels, operands.start.isPresent() ? tables.startingByPosition() : tables, rows, rowsAtOnce));
    }

    /**
     * Computes some rows.
     *
     * @param firstRow the first of them
     * @param rows how many: as many as are computed at a time, or those that are left
     * @param yAt where they go
     */
    void run(int worker, float[] a, int firstRow, int rows, float[] b, float[] y, int yAt) {
        if (!LaneBlocks.fit(operands.width)) {
            computeNarrow(a, firstRow, rows, b, y, yAt);
            return;
        }
        final boolean isFull = rows == rowsAtOnce;
        final BroadcastCall call = (isFull ? fullCalls : restCalls)[worker];
        call.a = a;
        call.firstARow = firstRow;
        call.x = b;
        call.init = operands.start.isPresent() ? operands.start.get().values : zeros;
        call.y = y;
        call.yBase = yAt;
        (isFull ? full : rest).run(kernels, call);
    }

    private void computeNarrow(float[] a, int firstRow, int rows, float[] b, float[] y, int yAt) {
        final int width = operands.width;
        final int[] columns = operands.aColumns;
        final int[] bRows = operands.bRows;
        for (int r = 0; r < rows; r++) {
            final int aRow = operands.aRows[firstRow + r];
            for (int j = 0; j < width; j++) {
                float sum = operands.start.isPresent() ? operands.start.get().values[j] : 0f;
                for (int k = 0; k < columns.length; k++) {
                    sum = Math.fma(a[aRow + columns[k]], b[bRows[k] + j], sum);
                }
                y[yAt + r * width + j] = sum;
            }
        }
    }
}
