package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.ConvolutionWeightTiles;
import handgrad.backend.cpu.kernel.ConvolutionWeightTiles.Kernel;
import handgrad.backend.cpu.kernel.ConvolutionWeightTiles.Range;
import handgrad.backend.cpu.kernel.LanewiseCall;
import handgrad.backend.cpu.kernel.WeightSums;
import handgrad.backend.cpu.kernel.Workspace;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sums of whole convolution kernels in plain loops. The sums of one, k · k · 16 of them, are one array. For each
 * position of dy, the window of x under the kernel is copied into a second array, and the 16 lanes of dy are repeated
 * in a third. So a loop runs over the whole kernel, and each sum is added up in the order of the tiles. A window serves
 * all output channels, the repeated dy all input channels.
 */
final class PlainWeightSums implements WeightSums {
    private static final int LANES = GroupLayout.LANES;
    private static final int TAPS = PlainLoops.LANE_TAPS;
    /** Output channels in a part: enough to make copying windows cheap, few enough to leave parts for each thread. */
    private static final int PART_OUTPUTS = 4;

    /**
     * An output channel.
     *
     * @param row the channel
     * @param sums for each of its kernels the number of its sums
     * @param windows for each of its kernels the number of its window
     */
    private record Output(int row, int[] sums, int[] windows) {}

    /**
     * Consecutive positions of dy whose windows have the same rows inside the image.
     *
     * @param taps the positions
     * @param rows the rows of the window
     */
    private record Segment(Range taps, Range rows) {}

    private final int size;
    private final int xRowStride;
    private final int[] weights;
    /** For each input channel that is read where the first kernel element lies. */
    private final int[] windows;

    private final List<Output> outputs;
    private final List<Segment> segments;

    private PlainWeightSums(ConvolutionWeightTiles tiles, List<Kernel> kernels) {
        this.size = tiles.kernelRows().size();
        final int[] xPositions = tiles.tables().xPositions();
        this.xRowStride = size > 1 ? xPositions[size] - xPositions[0] : 0;
        this.weights = kernels.stream()
                .flatMapToInt(kernel -> {
                    final int first = kernel.row() * tiles.weightRowStride() + kernel.position();
                    return IntStream.range(first, first + size * size);
                })
                .toArray();
        final List<Integer> channels = kernels.stream()
                .map(kernel -> xPositions[kernel.position()])
                .distinct()
                .toList();
        this.windows = channels.stream().mapToInt(Integer::intValue).toArray();
        this.outputs = outputs(kernels, xPositions, channels);
        this.segments = segments(tiles.kernelRows(), tiles.tables().aTaps().length);
    }

    private static List<Output> outputs(List<Kernel> kernels, int[] xPositions, List<Integer> channels) {
        final Map<Integer, List<Integer>> kernelsOf = new TreeMap<>();
        for (int k = 0; k < kernels.size(); k++) {
            kernelsOf
                    .computeIfAbsent(kernels.get(k).row(), _ -> new ArrayList<>())
                    .add(k);
        }
        final List<Output> outputs = new ArrayList<>();
        for (final Map.Entry<Integer, List<Integer>> output : kernelsOf.entrySet()) {
            final List<Integer> numbers = output.getValue();
            final int[] sums = new int[numbers.size()];
            final int[] windows = new int[numbers.size()];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = numbers.get(i);
                windows[i] = channels.indexOf(xPositions[kernels.get(sums[i]).position()]);
            }
            outputs.add(new Output(output.getKey(), sums, windows));
        }
        return List.copyOf(outputs);
    }

    /** All weights: of a few output channels each, or all at once where a group is summed by itself. */
    static List<WeightSums> of(ConvolutionWeightTiles tiles, int groups) {
        return tiles.kernels().stream()
                .collect(Collectors.groupingBy(
                        kernel -> groups == 1 ? 0 : kernel.row() / PART_OUTPUTS, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(kernels -> (WeightSums) new PlainWeightSums(tiles, kernels))
                .toList();
    }

    private static List<Segment> segments(List<Range> kernelRows, int taps) {
        final int[] bounds = IntStream.concat(
                        IntStream.of(0, taps),
                        kernelRows.stream().flatMapToInt(range -> IntStream.of(range.first(), range.end())))
                .sorted()
                .distinct()
                .toArray();
        final List<Segment> segments = new ArrayList<>();
        for (int b = 0; b + 1 < bounds.length; b++) {
            final int first = bounds[b];
            final int[] rows = IntStream.range(0, kernelRows.size())
                    .filter(u -> kernelRows.get(u).first() <= first
                            && first < kernelRows.get(u).end())
                    .toArray();
            if (rows.length > 0) {
                segments.add(
                        new Segment(new Range(first, bounds[b + 1]), new Range(rows[0], rows[rows.length - 1] + 1)));
            }
        }
        return segments;
    }

    @Override
    public int[] weights() {
        return weights;
    }

    /**
     * Working arrays for one thread.
     *
     * @param sums for each kernel its sums
     * @param x for each input channel the windows of some taps
     * @param a for each of the taps the lanes of dy, repeated
     */
    private record KernelArrays(float[][] sums, float[][] x, float[][] a) implements Workspace {}

    /** Working arrays that suffice for any of these parts. */
    static Workspace workspace(List<WeightSums> parts) {
        int kernels = 0;
        int windows = 0;
        int length = 0;
        for (final WeightSums each : parts) {
            final PlainWeightSums part = (PlainWeightSums) each;
            kernels = Math.max(kernels, part.kernels());
            windows = Math.max(windows, part.windows.length);
            length = part.size * part.size * LANES;
        }
        return new KernelArrays(
                PlainLoops.arrays(kernels, length),
                PlainLoops.arrays(windows * TAPS, length),
                PlainLoops.arrays(TAPS, length));
    }

    private int kernels() {
        return weights.length / (size * size);
    }

    @Override
    public void add(LanewiseCall call) {
        final int length = size * size * LANES;
        final KernelArrays work = (KernelArrays) call.workspace;
        for (int k = 0; k < kernels(); k++) {
            System.arraycopy(call.sums, k * length, work.sums()[k], 0, length);
        }
        for (int s = 0; s < segments.size(); s++) {
            final Segment segment = segments.get(s);
            for (int tap = segment.taps().first(); tap < segment.taps().end(); tap += TAPS) {
                add(
                        call,
                        work,
                        segment.rows(),
                        tap,
                        Math.min(TAPS, segment.taps().end() - tap));
            }
        }
        for (int k = 0; k < kernels(); k++) {
            System.arraycopy(work.sums()[k], 0, call.sums, k * length, length);
        }
    }

    private void add(LanewiseCall call, KernelArrays work, Range rows, int tap, int taps) {
        final int end = rows.end() * size * LANES;
        for (int w = 0; w < windows.length; w++) {
            for (int t = 0; t < taps; t++) {
                copyWindow(call, w, rows, tap + t, work.x()[w * TAPS + t]);
            }
        }
        for (int o = 0; o < outputs.size(); o++) {
            final Output output = outputs.get(o);
            final int row = call.aBase + call.tables.aRows()[output.row()];
            for (int t = 0; t < taps; t++) {
                PlainRuns.repeat(call.a, row + call.tables.aTaps()[tap + t], work.a()[t], end);
            }
            for (int k = 0; k < output.sums().length; k++) {
                PlainLoops.addLanes(
                        work.sums()[output.sums()[k]], work.x(), output.windows()[k] * TAPS, work.a(), taps, end);
            }
        }
    }

    private void copyWindow(LanewiseCall call, int window, Range rows, int tap, float[] to) {
        final int row = size * LANES;
        // The loop runs from the beginning: C2 makes no vectors of one over nine arrays that begins elsewhere.
        Arrays.fill(to, 0, rows.first() * row, 0f);
        final int at = call.xBase + windows[window] + call.tables.xTaps()[tap];
        for (int u = rows.first(); u < rows.end(); u++) {
            System.arraycopy(call.x, at + u * xRowStride, to, u * row, row);
        }
    }
}
