package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.DataStore;

/**
 * Steps that fetch or rearrange a group's samples. The unused lanes of a last group that is not full get copies of its last sample: harmless
 * numbers, where left-over ones might slow the arithmetic down.
 */
public final class BatchSteps {
    /** A sample's elements go to as many cache lines, each of which holds 16 samples: these many stay in the nearest cache until all 16 were there. */
    private static final int CACHED_FEATURES = 128;

    private BatchSteps() {}

    /** Fetches rows of the data into groups. */
    public static SampleStep gather(
            int batch, DataStore data, IntStore order, IntStore position, int width, GroupedPlace to) {
        final int[] offsets = to.grid().offsets();
        return (worker, group) -> {
            final int first = position.values[0] + group * GroupLayout.LANES;
            final int samples = GroupLayout.samples(batch, group);
            for (int feature = 0; feature < width; feature += CACHED_FEATURES) {
                final int end = Math.min(width, feature + CACHED_FEATURES);
                for (int l = 0; l < GroupLayout.LANES; l++) {
                    final int row = order.values[first + Math.min(l, samples - 1)] * width;
                    data.scatter(row, offsets, feature, end, to.values(worker), to.at(group) + l);
                }
            }
        };
    }

    /** Fetches rows of the data, row-major. */
    public static SampleStep gather(
            Kernels kernels, int batch, DataStore data, IntStore order, IntStore position, int width, RowsPlace to) {
        return SampleStep.of((worker, group, end) -> {
            final int first = position.values[0] + group * GroupLayout.LANES;
            data.copyRows(
                    kernels,
                    order.values,
                    first,
                    GroupLayout.samples(batch, group, end),
                    width,
                    to.values(worker),
                    to.at(group));
        });
    }

    /** Fetches labels. */
    public static SampleStep gatherLabels(int batch, IntStore labels, IntStore order, IntStore position, IntPlace to) {
        return (worker, group) -> {
            final int first = position.values[0] + group * GroupLayout.LANES;
            for (int n = 0; n < GroupLayout.samples(batch, group); n++) {
                to.values(worker)[to.at(group) + n] = labels.values[order.values[first + n]];
            }
        };
    }

    /** From row-major to groups. */
    public static SampleStep toGroups(int batch, RowsPlace from, GroupedPlace to) {
        final int[] offsets = to.grid().offsets();
        return (worker, group) -> {
            final int samples = GroupLayout.samples(batch, group);
            for (int l = 0; l < GroupLayout.LANES; l++) {
                final int row = from.offsets()[from.firstRow(group) + Math.min(l, samples - 1)];
                scatter(from.values(worker), row, offsets, to.values(worker), to.at(group) + l);
            }
        };
    }

    private static void scatter(float[] from, int at, int[] offsets, float[] to, int toAt) {
        for (int f = 0; f < offsets.length; f++) {
            to[toAt + offsets[f]] = from[at + f];
        }
    }

    /** From groups to row-major. */
    public static SampleStep toRows(int batch, GroupedPlace from, RowsPlace to) {
        final int[] offsets = from.grid().offsets();
        return (worker, group) -> {
            for (int l = 0; l < GroupLayout.samples(batch, group); l++) {
                collect(
                        from.values(worker),
                        from.at(group) + l,
                        offsets,
                        to.values(worker),
                        to.at(group) + l * to.width());
            }
        };
    }

    private static void collect(float[] from, int fromAt, int[] offsets, float[] to, int at) {
        for (int f = 0; f < offsets.length; f++) {
            to[at + f] = from[fromAt + offsets[f]];
        }
    }

    /** Which elements are not zero, from groups. */
    public static SampleStep nonzeros(Kernels kernels, GroupedPlace from, IntPlace to) {
        final int[] offsets = from.grid().offsets();
        return (worker, group) ->
                kernels.nonzeros(from.values(worker), from.at(group), offsets, to.values(worker), to.at(group));
    }

    /** Ints from row-major to groups. */
    public static SampleStep intsToGroups(int batch, int width, IntStore from, IntPlace to) {
        return (worker, group) -> {
            final int samples = GroupLayout.samples(batch, group);
            for (int f = 0; f < width; f++) {
                for (int l = 0; l < GroupLayout.LANES; l++) {
                    to.values(worker)[to.at(group) + f * GroupLayout.LANES + l] =
                            from.values[(group * GroupLayout.LANES + Math.min(l, samples - 1)) * width + f];
                }
            }
        };
    }

    /** Ints from groups to row-major. */
    public static SampleStep intsToRows(int batch, int width, IntPlace from, IntStore to) {
        return (worker, group) -> {
            for (int l = 0; l < GroupLayout.samples(batch, group); l++) {
                for (int f = 0; f < width; f++) {
                    to.values[(group * GroupLayout.LANES + l) * width + f] =
                            from.values(worker)[from.at(group) + f * GroupLayout.LANES + l];
                }
            }
        };
    }
}
