package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.ConvolutionTiles.Channels;
import handgrad.backend.cpu.kernel.ConvolutionTiles.Source;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.program.ConnectionTable;
import handgrad.program.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The four convolution products: forward and input gradient, with all channels connected and with a table. */
public final class ConvolutionProducts {
    private ConvolutionProducts() {}

    /** y from x and w [O, C, k, k]. */
    public static BroadcastProduct forward(GroupLayout x, GroupLayout y, Window window) {
        final int area = window.size() * window.size();
        final List<Source> sources = IntStream.range(0, x.channels())
                .mapToObj(c -> new Source(c * x.channelStride(), c * area))
                .toList();
        return forward(
                x,
                y,
                window,
                multiples(y.channels(), x.channels() * area),
                List.of(new Channels(0, y.channels(), sources)));
    }

    /** y from x and w [E, k, k]. */
    public static BroadcastProduct forward(GroupLayout x, GroupLayout y, Window window, ConnectionTable table) {
        final int area = window.size() * window.size();
        final int[] starts = table.starts();
        final int[] inputs = table.inputs();
        final List<Channels> channels = IntStream.range(0, y.channels())
                .mapToObj(o -> new Channels(
                        o,
                        1,
                        IntStream.range(starts[o], starts[o + 1])
                                .mapToObj(e -> new Source(inputs[e] * x.channelStride(), e * area))
                                .toList()))
                .toList();
        return forward(x, y, window, new int[y.channels()], channels);
    }

    private static BroadcastProduct forward(
            GroupLayout x, GroupLayout y, Window window, int[] weightRows, List<Channels> channels) {
        return ConvolutionTiles.plan(
                x,
                y,
                ConvolutionAxis.forward(y.height(), x.height(), window),
                ConvolutionAxis.forward(y.width(), x.width(), window),
                window.size(),
                weightRows,
                channels);
    }

    /** dx from dy and w [O, C, k, k]. */
    public static BroadcastProduct backward(GroupLayout dy, GroupLayout dx, Window window) {
        final int area = window.size() * window.size();
        final List<Source> sources = IntStream.range(0, dy.channels())
                .mapToObj(o -> new Source(o * dy.channelStride(), o * dx.channels() * area))
                .toList();
        return backward(
                dy, dx, window, multiples(dx.channels(), area), List.of(new Channels(0, dx.channels(), sources)));
    }

    /** dx from dy and w [E, k, k]. */
    public static BroadcastProduct backward(GroupLayout dy, GroupLayout dx, Window window, ConnectionTable table) {
        final int area = window.size() * window.size();
        final int[] starts = table.startsByInput();
        final int[] connections = table.connectionsByInput();
        final int[] outputs = table.outputs();
        final List<Channels> channels = IntStream.range(0, dx.channels())
                .mapToObj(c -> new Channels(
                        c,
                        1,
                        Arrays.stream(connections, starts[c], starts[c + 1])
                                .mapToObj(e -> new Source(outputs[e] * dy.channelStride(), e * area))
                                .toList()))
                .toList();
        return backward(dy, dx, window, new int[dx.channels()], channels);
    }

    private static BroadcastProduct backward(
            GroupLayout dy, GroupLayout dx, Window window, int[] weightRows, List<Channels> channels) {
        return ConvolutionTiles.plan(
                dy,
                dx,
                ConvolutionAxis.backward(dx.height(), dy.height(), window),
                ConvolutionAxis.backward(dx.width(), dy.width(), window),
                window.size(),
                weightRows,
                channels);
    }

    private static int[] multiples(int count, int step) {
        return IntStream.range(0, count).map(i -> i * step).toArray();
    }
}
