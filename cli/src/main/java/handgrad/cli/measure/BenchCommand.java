package handgrad.cli.measure;

import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.ExitCode;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.DataOptionsOfCommands;
import handgrad.cli.option.OutputFolder;
import handgrad.cli.option.RepeatedCommand;
import handgrad.cli.option.TrainingOptions;
import handgrad.host.UsageError;
import handgrad.host.bench.BenchReport;
import handgrad.host.bench.Benchmarks;
import handgrad.host.bench.ModelBench;
import handgrad.host.bench.OpBench;
import handgrad.host.bench.OpsReport;
import handgrad.host.bench.RooflineChart;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.training.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code bench}: how fast models, or their ops, are on each device. */
public final class BenchCommand implements Command {
    private static final int USUAL_RUNS = 3;
    private static final int MOST_RUNS = 1000;
    private static final int MOST_MODELS = 100;

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "times models in fresh processes, or every op with --ops, as a fraction of what the device can do";
    }

    @Override
    public String operands() {
        return "[MODEL …]";
    }

    @Override
    public Options options() {
        return Arguments.options(
                ComparedDevices.option(),
                Arguments.flag("ops", "instead: every op of a training step, by its share of the device's peaks"),
                Arguments.valued("runs", "N", "how many processes each figure is the median of; default 3"),
                Arguments.valued(
                        "output", "DIR", "write bench.json, or bench-ops.json and a roofline picture a device"),
                DataOptionsOfCommands.dataset(),
                DataOptionsOfCommands.data(),
                DataOptionsOfCommands.mirror(),
                DataOptionsOfCommands.limit(),
                CommonOptions.threads(),
                CommonOptions.json(),
                Arguments.flag("quiet", "no progress"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad bench --device cpu",
                "handgrad bench lenet5-modern two-layer --runs 5 --json",
                "handgrad bench --ops --device cpu --output benchmarks");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final List<Model> named = arguments.operands(MOST_MODELS).stream()
                .map(CommonOptions::model)
                .toList();
        if (arguments.has("ops") && arguments.has("runs")) {
            throw new UsageError("--runs: --ops measures each model in one process; leave --runs out");
        }
        final List<String> devices = ComparedDevices.of(arguments);
        final int runs = arguments.count("runs", 1, MOST_RUNS).orElse(USUAL_RUNS);
        final List<Model> models = named.isEmpty() ? Benchmarks.models() : named;
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), false);
        final String command = RepeatedCommand.of(name(), arguments);
        final List<String> words = TrainingOptions.words(arguments);
        final Optional<OutputFolder> folder = arguments.path("output").map(OutputFolder::tried);
        if (arguments.has("ops")) {
            final OpsReport report = new OpBench(models, devices, words, log::note).run(command);
            folder.map(OutputFolder::make).ifPresent(path -> write(report, path));
            console.out().println(arguments.has("json") ? Json.text(report) : BenchText.of(report));
            return report.devices().isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
        }
        final BenchReport report =
                new ModelBench(models, !named.isEmpty(), devices, runs, words, log::note).run(command);
        folder.map(OutputFolder::make)
                .ifPresent(path -> AtomicFile.writeText(path.resolve("bench.json"), Json.text(report) + "\n"));
        console.out().println(arguments.has("json") ? Json.text(report) : BenchText.of(report));
        return report.rows().isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static void write(OpsReport report, Path folder) {
        AtomicFile.writeText(folder.resolve("bench-ops.json"), Json.text(report) + "\n");
        report.devices()
                .forEach(device -> AtomicFile.writeBytes(
                        folder.resolve("roofline-" + device.device().replace(':', '-') + ".png"),
                        RooflineChart.png(device)));
    }
}
