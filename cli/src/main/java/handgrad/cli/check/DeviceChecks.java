package handgrad.cli.check;

import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.host.check.device.CheckPlan;
import handgrad.host.check.device.DeviceCheck;
import handgrad.host.check.device.DeviceReport;
import handgrad.host.check.device.GradientsReport;
import handgrad.host.check.op.OpReport;
import handgrad.host.check.training.TrainingReport;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks devices against the oracle and prints what was found.
 *
 * @param plan what to check
 * @param again the command that repeats the check
 * @param json whether to print one JSON object instead of tables
 * @param console where results and progress go
 */
record DeviceChecks(CheckPlan plan, String again, boolean json, Console console) {
    /** The most failures printed for one op or model; the JSON object has all. */
    private static final int MOST_FAILURES = 5;

    /**
     * The object of {@code --json}.
     *
     * @param seed where the random numbers started
     * @param command repeats the check
     * @param passed whether nothing failed
     * @param seconds how long it took
     * @param gradients the oracle's gradients against finite differences
     * @param devices what was found on each
     */
    record Result(
            long seed,
            String command,
            boolean passed,
            double seconds,
            GradientsReport gradients,
            List<DeviceReport> devices) {}

    /** Checks devices; the exit code. */
    int run(List<ChosenDevice> devices) {
        final long start = System.nanoTime();
        final GradientsReport gradients;
        final List<DeviceReport> reports = new ArrayList<>();
        try (CheckProgress progress = new CheckProgress(console)) {
            final DeviceCheck check = new DeviceCheck(plan, progress);
            gradients = check.prepare();
            devices.forEach(device -> reports.add(check.check(device)));
        }
        final Result result = new Result(
                plan.seed(),
                again,
                gradients.passed() && reports.stream().allMatch(DeviceReport::passed),
                (System.nanoTime() - start) / 1e9,
                gradients,
                reports);
        console.out().println(json ? Json.text(result) : text(result));
        return result.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String text(Result result) {
        final GradientsReport gradients = result.gradients();
        final List<String> lines = new ArrayList<>();
        lines.add("errors are shares of what is allowed: above 1 fails; docs/checking.md says how much that is");
        lines.add("");
        if (gradients.functions() > 0) {
            lines.add(Figures.format(
                    "oracle (float64)\n  %s derivatives of %d functions against finite differences: worst %s, %s",
                    Figures.count(gradients.derivatives()),
                    gradients.functions(),
                    share(gradients.worst()),
                    gradients.where()));
        }
        addFailures("gradients", gradients.failures(), lines);
        result.devices().forEach(device -> addDevice(device, lines));
        lines.add("");
        lines.add(summary(result));
        lines.add("again: " + result.command());
        return String.join("\n", lines);
    }

    private static void addDevice(DeviceReport device, List<String> lines) {
        final TextTable ops = new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT, Side.LEFT);
        ops.row("op", "runs", "worst", "where");
        device.ops().forEach(op -> ops.row(op.op(), Figures.count(op.runs()), share(op.worst()), where(op)));
        final TextTable trainings = new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.LEFT);
        trainings.row("training", "batch", "steps", "worst", "where");
        device.trainings()
                .forEach(training -> trainings.row(
                        training.model(),
                        String.valueOf(training.batch()),
                        String.valueOf(training.steps()),
                        share(training.worst()),
                        training.passed() ? training.where() : "FAILED"));
        lines.add("");
        lines.add(device.device() + " (" + device.deviceName() + "), " + Figures.seconds(device.seconds()));
        lines.add(ops.text());
        lines.add("");
        if (!device.trainings().isEmpty()) {
            lines.add(trainings.text());
            lines.add("");
        }
        lines.add("  ops again, with another number of threads: "
                + (device.otherBits().isEmpty() ? "the same bits" : "FAILED"));
        device.ops().forEach(op -> addFailures(op.op(), op.failures(), lines));
        addFailures("again", device.otherBits(), lines);
        device.trainings().forEach(training -> addFailures(training.model(), training.failures(), lines));
    }

    /** The case of the worst error, without the op's name. */
    private static String where(OpReport op) {
        if (!op.passed()) {
            return "FAILED";
        }
        return op.worst() == 0 ? "exact" : op.worstRun().replaceFirst("^" + op.op() + " ", "");
    }

    private static void addFailures(String of, List<String> failures, List<String> lines) {
        failures.stream().limit(MOST_FAILURES).forEach(failure -> lines.add("  FAILED " + of + ": " + failure));
        if (failures.size() > MOST_FAILURES) {
            lines.add(Figures.format("  FAILED %s: and %d more; --json has all", of, failures.size() - MOST_FAILURES));
        }
    }

    private static String summary(Result result) {
        if (result.passed()) {
            return Figures.format(
                    "passed: %s; %s; %s",
                    result.devices().stream().map(DeviceReport::device).collect(Collectors.joining(", ")),
                    result.devices().stream()
                            .findFirst()
                            .map(device -> Figures.format(
                                    "%d ops in %s runs, %d models",
                                    device.ops().size(),
                                    Figures.count(device.ops().stream()
                                            .mapToInt(OpReport::runs)
                                            .sum()),
                                    device.trainings().size()))
                            .orElse("no device"),
                    Figures.seconds(result.seconds()));
        }
        final List<String> failed = new ArrayList<>();
        if (!result.gradients().passed()) {
            failed.add("oracle: gradients");
        }
        result.devices().stream()
                .filter(device -> !device.passed())
                .forEach(device -> failed.add(device.device() + ": "
                        + Stream.of(
                                        device.ops().stream()
                                                .filter(op -> !op.passed())
                                                .map(OpReport::op),
                                        device.otherBits().isEmpty()
                                                ? Stream.<String>empty()
                                                : Stream.of("the same bits again"),
                                        device.trainings().stream()
                                                .filter(training -> !training.passed())
                                                .map(TrainingReport::model))
                                .flatMap(names -> names)
                                .collect(Collectors.joining(", "))));
        return "FAILED: " + String.join("; ", failed);
    }

    private static String share(double value) {
        if (value == 0 || Double.isInfinite(value)) {
            return value == 0 ? "0" : "∞";
        }
        return Figures.format(value < 0.01 || value >= 1000 ? "%.0e" : "%.2f", value);
    }
}
