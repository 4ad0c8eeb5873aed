package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.plan.Representation;
import handgrad.program.ActivationOp;
import handgrad.program.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Activations and their gradients, of at most three arguments. */
public final class ElementSteps {
    private ElementSteps() {}

    /** The step of an op on tensors in one representation. */
    public static SampleStep of(StepContext context, ActivationOp op, Representation representation) {
        final ElementwiseLoop loop = context.loop(
                switch (op) {
                    case ActivationOp.ActivationForward f -> f.function().forward();
                    case ActivationOp.ActivationBackward b -> b.function().backward();
                });
        final Tensor result = op.outputs().getFirst();
        return representation == Representation.GROUPED
                ? grouped(
                        loop,
                        op.inputs().stream().map(context.memory()::grouped).toList(),
                        context.memory().grouped(result))
                : rows(
                        loop,
                        result.shape().batch(),
                        op.inputs().stream().map(context.memory()::rows).toList(),
                        context.memory().rows(result));
    }

    /** Samples innermost: all elements at once, or an image row at a time where there is padding between the rows. */
    private static SampleStep grouped(ElementwiseLoop loop, List<GroupedPlace> arguments, GroupedPlace y) {
        final GroupedPlace a = arguments.getFirst();
        final GroupedPlace b = arguments.get(Math.min(1, arguments.size() - 1));
        final GroupedPlace c = arguments.getLast();
        final GroupLayout grid = y.grid();
        final boolean isDense =
                Stream.of(a, b, c, y).allMatch(place -> place.grid().paddingColumns() == 0);
        final int runs = isDense ? 1 : grid.channels() * grid.height();
        final int length = grid.channels() * grid.height() * grid.width() * GroupLayout.LANES / runs;
        return (worker, group) -> {
            for (int r = 0; r < runs; r++) {
                final int aAt = start(a, group, r);
                final int bAt = start(b, group, r);
                final int cAt = start(c, group, r);
                final float[] to = y.values(worker);
                loop.run(
                        a.values(worker),
                        aAt,
                        b.values(worker),
                        bAt,
                        c.values(worker),
                        cAt,
                        0f,
                        to,
                        start(y, group, r),
                        length);
            }
        };
    }

    private static int start(GroupedPlace place, int group, int run) {
        final GroupLayout grid = place.grid();
        return place.at(group) + grid.offset(0, 0, 0) + run * grid.rowStride();
    }

    private static SampleStep rows(ElementwiseLoop loop, int batch, List<RowsPlace> arguments, RowsPlace y) {
        final RowsPlace a = arguments.getFirst();
        final RowsPlace b = arguments.get(Math.min(1, arguments.size() - 1));
        final RowsPlace c = arguments.getLast();
        return (worker, group) -> {
            final int n = GroupLayout.samples(batch, group) * y.width();
            final int aAt = a.at(group);
            final int bAt = b.at(group);
            final int cAt = c.at(group);
            final float[] to = y.values(worker);
            loop.run(a.values(worker), aAt, b.values(worker), bAt, c.values(worker), cAt, 0f, to, y.at(group), n);
        };
    }
}
