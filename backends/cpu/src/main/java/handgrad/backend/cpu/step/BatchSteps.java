package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Representation;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.Tensor;

/**
 * Steps that gather or rearrange a group's samples. The unused lanes of a last group that is not full get copies of its
 * last sample: harmless numbers, where denormals or NaN left over from others would slow the arithmetic down.
 */
public final class BatchSteps {
    private static final int LANES = GroupLayout.LANES;

    /**
     * Elements of 16 samples that are written together: each goes to a cache line, which stays near until it is full.
     */
    private static final int CACHED_FEATURES = 128;

    /** Rows of a transposed matrix in a block. */
    private static final int TRANSPOSED_ROWS = 64;

    private BatchSteps() {}

    /** Copies the samples of a batch from the data set. */
    public static SampleStep gather(StepContext context, GatherRows op, Representation to) {
        final Memory memory = context.memory();
        final DataStore data = memory.data(op.data());
        final IntStore order = memory.ints(op.order());
        final IntStore position = memory.ints(op.position());
        final int batch = op.batch().shape().batch();
        final int width = op.batch().shape().sampleSize();
        if (to == Representation.ROWS) {
            final RowsPlace rows = memory.rows(op.batch());
            return SampleStep.of((worker, first, end) -> data.copyRows(
                    context.kernels(),
                    order.values,
                    position.values[0] + first * LANES,
                    GroupLayout.samples(batch, first, end),
                    width,
                    rows.values(worker),
                    rows.at(first)));
        }
        final GroupedPlace groups = memory.grouped(op.batch());
        final int[] offsets = groups.grid().offsets();
        return (worker, group) -> {
            final int first = position.values[0] + group * LANES;
            final int samples = GroupLayout.samples(batch, group);
            for (int feature = 0; feature < width; feature += CACHED_FEATURES) {
                final int end = Math.min(width, feature + CACHED_FEATURES);
                for (int l = 0; l < LANES; l++) {
                    final int row = order.values[first + Math.min(l, samples - 1)] * width;
                    data.scatter(row, offsets, feature, end, groups.values(worker), groups.at(group) + l);
                }
            }
        };
    }

    /** Copies the labels of a batch. */
    public static SampleStep gatherLabels(Memory memory, GatherLabels op) {
        final IntStore labels = memory.ints(op.labels());
        final IntStore order = memory.ints(op.order());
        final IntStore position = memory.ints(op.position());
        final IntPlace to = memory.ints(op.batch(), Representation.ROWS);
        final int batch = op.batch().shape().batch();
        return (worker, group) -> {
            final int first = position.values[0] + group * LANES;
            for (int n = 0; n < GroupLayout.samples(batch, group); n++) {
                to.values(worker)[to.at(group) + n] = labels.values[order.values[first + n]];
            }
        };
    }

    /** Arranges a tensor of samples in another way. */
    public static SampleStep convert(StepContext context, Tensor tensor, Representation to) {
        final Memory memory = context.memory();
        final int batch = tensor.shape().batch();
        if (to == Representation.NONZEROS) {
            context.queueWarmUp(KernelUse.Single.NONZEROS);
            return nonzeros(
                    context.kernels(),
                    memory.grouped(tensor),
                    memory.nonzeros(tensor).orElseThrow());
        }
        if (tensor.type() == ElementType.INT32) {
            final int width = tensor.shape().sampleSize();
            final IntPlace groups = memory.ints(tensor, Representation.GROUPED);
            return to == Representation.GROUPED
                    ? intsToGroups(batch, width, memory.ints(tensor), groups)
                    : intsToRows(batch, width, groups, memory.ints(tensor));
        }
        return to == Representation.GROUPED
                ? toGroups(batch, memory.rows(tensor), memory.grouped(tensor))
                : toRows(batch, memory.grouped(tensor), memory.rows(tensor));
    }

    private static SampleStep toGroups(int batch, RowsPlace from, GroupedPlace to) {
        final int[] offsets = to.grid().offsets();
        return (worker, group) -> {
            final int samples = GroupLayout.samples(batch, group);
            for (int l = 0; l < LANES; l++) {
                final int row = from.offsets()[from.firstRow(group) + Math.min(l, samples - 1)];
                scatter(from.values(worker), row, offsets, to.values(worker), to.at(group) + l);
            }
        };
    }

    private static void scatter(float[] from, int fromAt, int[] offsets, float[] to, int at) {
        for (int f = 0; f < offsets.length; f++) {
            to[at + offsets[f]] = from[fromAt + f];
        }
    }

    private static SampleStep toRows(int batch, GroupedPlace from, RowsPlace to) {
        final int[] offsets = from.grid().offsets();
        return (worker, group) -> {
            for (int l = 0; l < GroupLayout.samples(batch, group); l++) {
                final int row = to.at(group) + l * to.width();
                collect(from.values(worker), from.at(group) + l, offsets, to.values(worker), row);
            }
        };
    }

    private static void collect(float[] from, int fromAt, int[] offsets, float[] to, int at) {
        for (int f = 0; f < offsets.length; f++) {
            to[at + f] = from[fromAt + offsets[f]];
        }
    }

    private static SampleStep nonzeros(Kernels kernels, GroupedPlace from, IntPlace to) {
        final int[] offsets = from.grid().offsets();
        return (worker, group) ->
                kernels.nonzeros(from.values(worker), from.at(group), offsets, to.values(worker), to.at(group));
    }

    private static SampleStep intsToGroups(int batch, int width, IntStore from, IntPlace to) {
        return (worker, group) -> {
            final int samples = GroupLayout.samples(batch, group);
            for (int f = 0; f < width; f++) {
                for (int l = 0; l < LANES; l++) {
                    to.values(worker)[to.at(group) + f * LANES + l] =
                            from.values[(group * LANES + Math.min(l, samples - 1)) * width + f];
                }
            }
        };
    }

    private static SampleStep intsToRows(int batch, int width, IntPlace from, IntStore to) {
        return (worker, group) -> {
            for (int l = 0; l < GroupLayout.samples(batch, group); l++) {
                for (int f = 0; f < width; f++) {
                    to.values[(group * LANES + l) * width + f] = from.values(worker)[from.at(group) + f * LANES + l];
                }
            }
        };
    }

    /** Transposes weights [O, C] to [C, O]. */
    public static BlockStep transpose(Memory memory, Tensor w) {
        final FloatStore from = memory.floats(w);
        final FloatStore to = memory.floats(w, Representation.TRANSPOSED);
        final int rows = w.shape().dimension(0);
        final int columns = w.shape().dimension(1);
        return BlockStep.of(Math.ceilDiv(columns, TRANSPOSED_ROWS), block -> {
            final float[] source = from.values;
            final float[] target = to.values;
            final int first = block * TRANSPOSED_ROWS;
            for (int c = first; c < Math.min(columns, first + TRANSPOSED_ROWS); c++) {
                for (int r = 0; r < rows; r++) {
                    target[c * rows + r] = source[r * columns + c];
                }
            }
        });
    }
}
