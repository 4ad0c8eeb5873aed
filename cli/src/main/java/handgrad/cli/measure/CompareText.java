package handgrad.cli.measure;

import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.host.compare.Agreement;
import handgrad.host.compare.BatchSweep;
import handgrad.host.compare.Comparison;
import handgrad.host.measure.Bytes;
import handgrad.host.measure.Measurement;
import handgrad.host.measure.Measurement.Epoch;
import handgrad.host.measure.Measurement.Target;
import handgrad.host.measure.StepTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A comparison as a text. */
final class CompareText {
    private CompareText() {}

    static String of(Comparison comparison) {
        final List<String> parts = new ArrayList<>();
        parts.add(Figures.format(
                "%s, batch %s, %s, seed %d, %s\n%s",
                comparison.model(),
                Figures.count(comparison.batch()),
                comparison.epochs() == 1 ? "1 epoch" : Figures.count(comparison.epochs()) + " epochs",
                comparison.seed(),
                Figures.dataset(comparison.dataset(), comparison.trainSamples(), comparison.testSamples()),
                times(comparison)));
        if (comparison.agreement() != null) {
            parts.add(agreement(comparison.agreement()));
        }
        if (comparison.batchSweep() != null) {
            parts.add(sweep(comparison.batchSweep()));
        }
        parts.add(comparison.answer());
        return String.join("\n\n", parts);
    }

    private static String times(Comparison comparison) {
        final List<Measurement> devices = comparison.devices();
        final Side[] sides = new Side[devices.size() + 1];
        Arrays.fill(sides, Side.RIGHT);
        sides[0] = Side.LEFT;
        final TextTable table = new TextTable("  ", sides);
        row(table, "", devices, Measurement::device);
        row(table, "start-up: session, kernels", devices, device -> time(device.startUpSeconds()));
        row(table, "data and parameters to the device", devices, device -> time(device.uploadSeconds()));
        row(table, "first step", devices, device -> time(device.firstStepSeconds()));
        row(table, "steady step, median", devices, device -> steady(device.steadyStep(), StepTimes::median));
        row(table, "  10 % were faster than", devices, device -> steady(device.steadyStep(), StepTimes::p10));
        row(table, "  10 % were slower than", devices, device -> steady(device.steadyStep(), StepTimes::p90));
        row(table, "  after a warm-up of", devices, CompareText::warmUp);
        row(table, "epoch, last", devices, device -> epoch(device.epochs().getLast()));
        row(table, "all steps, warm-up included", devices, device -> time(device.trainSeconds()));
        row(table, "samples a second", devices, device -> Figures.count(Math.round(device.samplesPerSecond())));
        row(table, "GFLOP/s", devices, device -> Figures.format("%.2f", device.flopsPerSecond() / 1e9));
        if (comparison.target() != null) {
            row(
                    table,
                    "to a test accuracy of " + Figures.percent(comparison.target()),
                    devices,
                    device -> target(device.target()));
        }
        row(table, "host → device, set-up", devices, device -> moved(device, device.setUpBytes(), Bytes::toDevice));
        row(table, "host → device, an epoch", devices, device -> moved(device, device.epochBytes(), Bytes::toDevice));
        row(table, "device → host, an epoch", devices, device -> moved(device, device.epochBytes(), Bytes::fromDevice));
        row(table, "launches a step", devices, CompareText::launches);
        row(table, "device memory", devices, CompareText::deviceMemory);
        row(
                table,
                "peak memory of the process",
                devices,
                device -> device.peakResidentBytes() == null ? "unknown" : bytes(device.peakResidentBytes()));
        row(table, "whole process", devices, device -> time(device.processSeconds()));
        row(
                table,
                "test accuracy",
                devices,
                device -> Figures.percent(device.epochs().getLast().testAccuracy()));
        return table.text();
    }

    private static void row(
            TextTable table, String name, List<Measurement> devices, Function<Measurement, String> figure) {
        table.row(Stream.concat(Stream.of(name), devices.stream().map(figure)).toArray(String[]::new));
    }

    private static String steady(StepTimes times, Function<StepTimes, Double> which) {
        return times == null ? "too few" : time(which.apply(times));
    }

    private static String warmUp(Measurement device) {
        return device.steadyStep() == null
                ? ""
                : Figures.count(device.warmUpSteps()) + " steps, " + time(device.warmUpSeconds());
    }

    private static String epoch(Epoch epoch) {
        return epoch.epochs() == 1
                ? time(epoch.seconds())
                : time(epoch.seconds() / epoch.epochs()) + " (of " + Figures.count(epoch.epochs()) + ")";
    }

    private static String target(Target target) {
        return target.seconds() == null ? "not reached" : time(target.seconds()) + ", epoch " + target.epoch();
    }

    private static String moved(Measurement device, Bytes moved, Function<Bytes, Long> which) {
        return device.sharesHostMemory() ? "none" : bytes(which.apply(moved));
    }

    private static String launches(Measurement device) {
        if (device.launchesPerStep() != null) {
            return Figures.format("%.1f", device.launchesPerStep());
        }
        return device.sharesHostMemory() ? "none" : "unknown";
    }

    private static String deviceMemory(Measurement device) {
        if (device.deviceMemoryBytes() != null) {
            return bytes(device.deviceMemoryBytes());
        }
        return device.sharesHostMemory() ? "the host's" : "unknown";
    }

    private static String agreement(Agreement agreement) {
        final TextTable table =
                new TextTable("  ", Side.LEFT, Side.LEFT, Side.RIGHT, Side.RIGHT, Side.LEFT, Side.RIGHT, Side.LEFT);
        table.row("after", "device", "loss", "parameters", "most in", "allowed", "");
        agreement
                .points()
                .forEach(point -> table.row(
                        point.point(),
                        point.device(),
                        Figures.format("%.1e", point.lossDifference()),
                        Figures.format("%.1e", point.parameterDifference()),
                        point.parameter(),
                        Figures.format("%.1e", point.tolerance()),
                        point.agrees() ? "" : "TOO MUCH"));
        return "largest differences from " + agreement.reference() + ", for " + agreement.referenceReason() + "\n"
                + table.text() + "\n  allowed: " + agreement.toleranceReason() + " (measured on "
                + agreement.yardstickDevice() + ")";
    }

    private static String sweep(BatchSweep sweep) {
        final Side[] sides = new Side[sweep.series().size() + 1];
        Arrays.fill(sides, Side.RIGHT);
        final TextTable table = new TextTable("  ", sides);
        table.row(Stream.concat(Stream.of("batch"), sweep.series().stream().map(series -> series.device()))
                .toArray(String[]::new));
        for (int i = 0; i < sweep.series().getFirst().points().size(); i++) {
            final int row = i;
            table.row(Stream.concat(
                            Stream.of(Figures.count(
                                    sweep.series().getFirst().points().get(i).batch())),
                            sweep.series().stream()
                                    .map(series -> time(series.points().get(row).median())))
                    .toArray(String[]::new));
        }
        return "a step of other batch sizes, median\n" + table.text();
    }

    private static String time(double seconds) {
        if (seconds < 1e-3) {
            return Figures.format("%.2f µs", 1e6 * seconds);
        }
        return seconds < 1 ? Figures.format("%.3f ms", 1e3 * seconds) : Figures.seconds(seconds);
    }

    private static String bytes(long count) {
        return count < 1_000_000 ? Figures.format("%.1f kB", count / 1e3) : Figures.format("%.1f MB", count / 1e6);
    }
}
