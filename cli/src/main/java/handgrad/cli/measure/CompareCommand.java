package handgrad.cli.measure;

import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.ExitCode;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.ModelOptions;
import handgrad.cli.option.OutputFolder;
import handgrad.cli.option.RepeatedCommand;
import handgrad.cli.option.TrainingOptions;
import handgrad.cli.option.TrainingPlan;
import handgrad.host.UsageError;
import handgrad.host.compare.Comparer;
import handgrad.host.compare.Comparison;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.training.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code compare}: the same training on several devices. */
public final class CompareCommand implements Command {
    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String summary() {
        return "trains the same on several devices: which is faster, by how much, and whether they agree";
    }

    @Override
    public String operands() {
        return "MODEL";
    }

    @Override
    public Options options() {
        final Options options = Arguments.options(
                ComparedDevices.option(),
                Arguments.flag(
                        "batch-sweep", "also time steps of batch 1, 2, 4 … 1024, to find who wins from where on"),
                Arguments.valued("target", "ACCURACY", "also say when this test accuracy, such as 0.97, was reached"),
                Arguments.valued("output", "DIR", "write compare.json, from which 'report' makes a page"),
                CommonOptions.json(),
                Arguments.flag("quiet", "no progress"));
        TrainingOptions.all().forEach(options::addOption);
        options.addOption(
                Arguments.valued("epochs", "N", "passes over the data; default: up to the model's first report"));
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad compare lenet5-modern --device cpu --device java",
                "handgrad compare lenet5-modern --device cpu --device opencl --epochs 3 --target 0.97 --batch-sweep"
                        + " --output runs/race");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final Model model = ModelOptions.apply(CommonOptions.model(name(), arguments), arguments);
        TrainingPlan.seed(arguments);
        final Optional<Float> target = arguments.nonNegative("target");
        target.filter(accuracy -> accuracy > 1).ifPresent(accuracy -> {
            throw new UsageError("--target " + accuracy + ": write a share of the test set from 0 to 1, such as 0.97");
        });
        final List<String> devices = ComparedDevices.of(arguments);
        // Checked first: the measurement takes minutes and must not be lost because the folder cannot be written.
        final Optional<OutputFolder> output = arguments.path("output").map(OutputFolder::tried);
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), false);
        final Comparison comparison = new Comparer(
                        model.network(),
                        words(model, arguments),
                        devices,
                        target,
                        arguments.has("batch-sweep"),
                        log::note)
                .run(RepeatedCommand.of(name(), arguments));
        output.map(OutputFolder::make)
                .ifPresent(
                        folder -> AtomicFile.writeText(folder.resolve("compare.json"), Json.text(comparison) + "\n"));
        console.out().println(arguments.has("json") ? Json.text(comparison) : CompareText.of(comparison));
        return comparison.agreement() == null || comparison.agreement().agrees() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<String> words(Model model, Arguments arguments) {
        final List<String> words = new ArrayList<>(List.of(MeasureCommand.NAME, model.name()));
        words.addAll(TrainingOptions.words(arguments));
        if (!arguments.has("epochs")) {
            words.addAll(List.of(
                    "--epochs",
                    Integer.toString(
                            Math.min(model.recipe().epochs(), model.recipe().reportEvery()))));
        }
        return words;
    }
}
