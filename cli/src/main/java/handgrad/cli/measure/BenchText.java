package handgrad.cli.measure;

import handgrad.backend.DevicePeaks;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.host.bench.BenchReport;
import handgrad.host.bench.BenchReport.Failure;
import handgrad.host.bench.BenchRow;
import handgrad.host.bench.OpsReport;
import handgrad.host.measure.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Benchmarks as a text. */
final class BenchText {
    private BenchText() {}

    /** The times of models. */
    static String of(BenchReport report) {
        final List<String> parts = new ArrayList<>();
        parts.add(environment(report.environment()));
        report.peaks().forEach(peaks -> parts.add(peaks(peaks.device(), peaks.peaks())));
        final TextTable table = new TextTable(
                "  ",
                Side.LEFT,
                Side.LEFT,
                Side.LEFT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT);
        table.row(
                "model", "device", "", "median", "least … most", "a step", "samples/s", "GFLOP/s", "of peak", "memory");
        report.rows().forEach(row -> add(table, row));
        parts.add(Figures.format(
                "medians of %s\n%s",
                report.runs() == 1 ? "one run" : report.runs() + " runs, each in a fresh process", table.text()));
        parts.add(report.rows().stream()
                .map(row -> "  " + row.model() + ", " + row.measure() + ": " + row.what())
                .distinct()
                .collect(Collectors.joining("\n")));
        addFailures(report.failures(), parts);
        return String.join("\n\n", parts);
    }

    private static void add(TextTable table, BenchRow row) {
        table.row(
                row.model(),
                row.device(),
                row.measure(),
                Figures.seconds(row.seconds().median()),
                Figures.format(
                        "%.3f … %.3f", row.seconds().least(), row.seconds().most()),
                Figures.format("%.2f µs", 1e6 * row.secondsPerStep()),
                Figures.count(Math.round(row.samplesPerSecond())),
                Figures.format("%.2f", row.flopsPerSecond() / 1e9),
                row.peakFraction() == null ? "unknown" : Figures.format("%.1f %%", 100 * row.peakFraction()),
                row.peakResidentBytes() == null ? "unknown" : Figures.format("%.0f MB", row.peakResidentBytes() / 1e6));
    }

    /** The speed of ops. */
    static String of(OpsReport report) {
        final List<String> parts = new ArrayList<>();
        parts.add(environment(report.environment()));
        report.devices().forEach(device -> {
            final String name = device.device() + " (" + device.deviceName() + ")";
            parts.add(peaks(name, device.peaks())
                    + (device.oneThread() == null ? "" : "\n" + peaks("one thread alone", device.oneThread())));
            device.models().forEach(model -> parts.add(model(device.device(), model)));
        });
        addFailures(report.failures(), parts);
        return String.join("\n\n", parts);
    }

    private static String model(String device, OpsReport.OfModel model) {
        final TextTable table =
                new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
        table.row("op", "µs", "of step", "GFLOP/s", "of peak", "GB/s", "of bandwidth");
        model.ops()
                .forEach(op -> table.row(
                        op.op(),
                        Figures.format("%.2f", 1e6 * op.seconds()),
                        Figures.format("%.1f %%", 100 * op.share()),
                        Figures.format("%.2f", op.flopsPerSecond() / 1e9),
                        Figures.format("%.1f %%", 100 * op.flopsFraction()),
                        Figures.format("%.1f", op.bytesPerSecond() / 1e9),
                        Figures.format("%.1f %%", 100 * op.bandwidthFraction())));
        return Figures.format(
                "%s on %s, batch %s, a step in %.2f µs%s\n%s",
                model.model(),
                device,
                Figures.count(model.batch()),
                1e6 * model.stepSeconds(),
                isOfThreads(device)
                        ? model.threads() == 1 ? " by one thread" : " by " + model.threads() + " threads"
                        : "",
                table.text());
    }

    /** Whether a device's parallel units are this machine's threads. */
    private static boolean isOfThreads(String device) {
        return device.equals("cpu") || device.equals("java");
    }

    private static String environment(Environment environment) {
        return Figures.format(
                "%s, %s, Java %s%s",
                environment.date(),
                environment.processor(),
                Runtime.version().feature(),
                environment.load() == null
                        ? ""
                        : Figures.format("; load before: %.2f (others' work makes times longer)", environment.load()));
    }

    private static String peaks(String device, DevicePeaks peaks) {
        return Figures.format(
                "%s: at most %.0f GFLOP/s; moving %s",
                device,
                peaks.flopsPerSecond() / 1e9,
                peaks.bandwidth().stream()
                        .map(level ->
                                Figures.format("%.0f GB/s in %s", level.bytesPerSecond() / 1e9, size(level.bytes())))
                        .collect(Collectors.joining(", ")));
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    private static void addFailures(List<Failure> failures, List<String> parts) {
        failures.forEach(failure -> parts.add("not measured: "
                + (failure.model().isEmpty() ? "" : failure.model() + " on ") + failure.device() + ": "
                + failure.reason()));
    }
}
