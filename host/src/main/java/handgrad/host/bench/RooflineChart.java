package handgrad.host.bench;

import handgrad.backend.DevicePeaks;
import handgrad.backend.DevicePeaks.Level;
import handgrad.host.bench.OpsReport.OfDevice;
import handgrad.host.bench.OpsReport.OfOp;
import handgrad.host.chart.ChartPicture;
import handgrad.host.chart.ChartStyle;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/**
 * The roofline chart of a device: the speed of each op over its operations per byte, below the device's peaks
 * (Williams, Waterman and Patterson 2009).
 */
public final class RooflineChart {
    /** The left and right end, in operations a byte. */
    private static final double LEAST = 0.01;

    private static final double MOST = 1000;
    private static final double FLOOR = 0.01;
    private static final int POINTS = 101;
    private static final double GIGA = 1e9;

    private RooflineChart() {}

    /**
     * Draws it.
     *
     * @param device what was measured
     * @return a PNG file
     * @throws handgrad.host.UserError if no chart can be drawn here
     */
    public static byte[] png(OfDevice device) {
        return ChartPicture.png(() -> chart(device));
    }

    private static XYChart chart(OfDevice device) {
        final XYChart chart = ChartStyle.chart(
                "Ops of all models on " + device.device() + " (" + device.deviceName() + ")",
                "operations a byte",
                "GFLOP/s");
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setXAxisMin(LEAST)
                .setXAxisMax(MOST)
                .setYAxisMin(FLOOR);
        roofs(chart, device.peaks());
        final List<OfOp> ops = device.models().stream()
                .flatMap(model -> model.ops().stream())
                .filter(op -> op.flops() > 0)
                .toList();
        points(chart, "convolutions", ops, name -> name.contains("Conv2d"), ChartStyle.TRAIN);
        points(chart, "linear layers", ops, name -> name.startsWith("Linear"), ChartStyle.TEST);
        points(
                chart,
                "the rest",
                ops,
                name -> !name.contains("Conv2d") && !name.startsWith("Linear"),
                ChartStyle.THIRD);
        return chart;
    }

    private static void roofs(XYChart chart, DevicePeaks peaks) {
        final List<Level> levels = new ArrayList<>(List.of(peaks.bandwidth().getFirst()));
        if (peaks.bandwidth().size() > 1) {
            levels.add(peaks.bandwidth().getLast());
        }
        final double[] x = DoubleStream.iterate(0, i -> i < POINTS, i -> i + 1)
                .map(i -> LEAST * Math.pow(MOST / LEAST, i / (POINTS - 1)))
                .toArray();
        for (final Level level : levels) {
            final double[] y = DoubleStream.of(x)
                    .map(intensity -> Math.min(peaks.flopsPerSecond(), intensity * level.bytesPerSecond()) / GIGA)
                    .toArray();
            ChartStyle.curve(
                    chart,
                    String.format(
                            Locale.ROOT,
                            "%.0f GFLOP/s, %.0f GB/s in %s",
                            peaks.flopsPerSecond() / GIGA,
                            level.bytesPerSecond() / GIGA,
                            level.bytes() < 1 << 20 ? (level.bytes() >> 10) + " KiB" : (level.bytes() >> 20) + " MiB"),
                    x,
                    y,
                    level == levels.getFirst() ? ChartStyle.FOURTH : ChartStyle.FAINT);
        }
    }

    private static void points(XYChart chart, String name, List<OfOp> all, Predicate<String> which, Color color) {
        final List<OfOp> ops =
                all.stream().filter(op -> which.test(op.ops().getFirst())).toList();
        if (!ops.isEmpty()) {
            ChartStyle.scatter(
                    chart,
                    name,
                    ops.stream().mapToDouble(OfOp::intensity).toArray(),
                    ops.stream()
                            .mapToDouble(op -> Math.max(FLOOR, op.flopsPerSecond() / GIGA))
                            .toArray(),
                    color);
        }
    }
}
