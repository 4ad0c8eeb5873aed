package handgrad.backend.cpu.step.linear;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
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
 * Row-major samples times a matrix: y = x wᵀ + b with the transpose of w [C, O], or dx = dy w. Each 16 neighbouring
 * results of a sample are one sum of scalars times 16 elements of the matrix. Forward this is faster than
 * {@link DotProductStep} where rows are short, for then adding up the 16 partial sums of a dot product is most of the
 * work.
 */
public final class RowsProductStep implements SampleStep {
    private final int batch;
    private final RowsPlace from;
    private final FloatStore matrix;
    private final RowsPlace to;
    private final RowsProduct product;

    private RowsProductStep(
            StepContext context,
            int batch,
            RowsPlace from,
            FloatStore matrix,
            Optional<FloatStore> start,
            RowsPlace to) {
        this.batch = batch;
        this.from = from;
        this.matrix = matrix;
        this.to = to;
        this.product = new RowsProduct(
                context,
                new RowsProduct.Operands(
                        from.offsets(),
                        IntStream.range(0, from.width()).toArray(),
                        RowsPlace.consecutiveOffsets(0, to.width(), from.width()),
                        to.width(),
                        start),
                batch,
                GroupLayout.LANES);
    }

    /** y = x wᵀ + b. */
    public static RowsProductStep of(StepContext context, LinearForward f) {
        final Memory memory = context.memory();
        return new RowsProductStep(
                context,
                f.x().shape().batch(),
                memory.rows(f.x()),
                memory.floats(f.w(), Representation.TRANSPOSED),
                Optional.of(memory.floats(f.b())),
                memory.rows(f.y()));
    }

    /** dx = dy w. */
    public static RowsProductStep of(StepContext context, LinearBackwardInput b) {
        final Memory memory = context.memory();
        return new RowsProductStep(
                context,
                b.dy().shape().batch(),
                memory.rows(b.dy()),
                memory.floats(b.w()),
                Optional.empty(),
                memory.rows(b.dx()));
    }

    @Override
    public void run(int worker, int group) {
        final int samples = GroupLayout.samples(batch, group);
        product.run(
                worker,
                from.values(worker),
                from.firstRow(group),
                samples,
                matrix.values,
                to.values(worker),
                to.at(group));
    }
}
