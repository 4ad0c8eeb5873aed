package handgrad.cli.train;

import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.DataChoice;
import handgrad.cli.option.DataOptionsOfCommands;
import handgrad.cli.option.ModelOptions;
import handgrad.dataset.Split;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.Devices;
import handgrad.host.evaluation.Evaluation;
import handgrad.host.evaluation.EvaluationReport;
import handgrad.host.json.Json;
import handgrad.host.predict.Prediction;
import handgrad.host.predict.Prediction.ClassProbability;
import handgrad.host.report.MistakesGrid;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.training.Confusion;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code evaluate}: measures a checkpoint. */
public final class EvaluateCommand implements Command {
    /** Options that do not apply to a single picture. */
    private static final List<String> OF_A_DATA_SET =
            List.of("confusion", "confusion-csv", "misclassified", "logits", "dataset", "data", "mirror", "limit");

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String summary() {
        return "measures a checkpoint on the training and the test set";
    }

    @Override
    public String operands() {
        return "MODEL --checkpoint FILE";
    }

    @Override
    public Options options() {
        final Options options = Arguments.options(
                Arguments.valued(
                        "checkpoint",
                        "FILE",
                        "the parameters (.safetensors), such as a run folder's model.safetensors"),
                Arguments.flag("confusion", "show how often each class of the test set was taken for each"),
                Arguments.valued("confusion-csv", "FILE", "write these counts to this file"),
                Arguments.valued(
                        "misclassified",
                        "FILE.png",
                        "draw the 20 pictures of the test set that are answered wrong with the most confidence"),
                Arguments.valued(
                        "predict",
                        "PICTURE",
                        "say what the network takes this PNG, JPEG or PGM picture of a digit for; measures nothing"
                                + " else"),
                Arguments.valued(
                        "logits",
                        "FILE",
                        "write the outputs for the test set to this file (.safetensors: logits, target)"),
                CommonOptions.device(),
                CommonOptions.threads(),
                DataOptionsOfCommands.dataset(),
                DataOptionsOfCommands.data(),
                DataOptionsOfCommands.mirror(),
                DataOptionsOfCommands.limit(),
                CommonOptions.json(),
                Arguments.flag("quiet", "no notes"));
        ModelOptions.ofMeasuring().forEach(options::addOption);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad evaluate lenet5-modern --checkpoint runs/first/model.safetensors --confusion",
                "handgrad evaluate lenet5-modern --checkpoint model.safetensors --logits logits.safetensors --json",
                "handgrad evaluate lenet5-modern --checkpoint runs/first/model.safetensors --misclassified"
                        + " mistakes.png",
                "handgrad evaluate lenet5-modern --checkpoint runs/first/model.safetensors --predict seven.jpg");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final Model model = ModelOptions.apply(CommonOptions.model("evaluate", arguments), arguments);
        final Path file = arguments
                .path("checkpoint")
                .orElseThrow(() -> new UsageError(
                        "name the parameters to measure: handgrad evaluate " + model.name() + " --checkpoint FILE"));
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), false);
        if (arguments.has("predict")) {
            final Prediction prediction = predict(model, file, arguments);
            console.out().println(arguments.has("json") ? Json.text(prediction) : text(prediction));
            return ExitCode.DONE;
        }
        final DataChoice choice = DataChoice.of(arguments, model);
        final ChosenDevice device =
                Devices.installed().choose(CommonOptions.device(arguments), model, CommonOptions.threads(arguments));
        final Checkpoint checkpoint = Checkpoint.read(file, model.network(), NonFinitePolicy.ALLOW);
        final DataChoice.Loaded data = choice.load(log).orElseGet(() -> madeAgain(model, file, checkpoint));
        final EvaluationReport report = new Evaluation(
                        model, file, checkpoint, device, data.split(), data.origin(), wishes(arguments))
                .run(log);
        console.out().println(arguments.has("json") ? Json.text(report) : text(report));
        return ExitCode.DONE;
    }

    private static Evaluation.Wishes wishes(Arguments arguments) {
        return new Evaluation.Wishes(
                arguments.has("confusion"),
                arguments.path("confusion-csv"),
                arguments.path("misclassified").map(MistakesGrid::new),
                arguments.path("logits"));
    }

    private static Prediction predict(Model model, Path file, Arguments arguments) {
        OF_A_DATA_SET.stream().filter(arguments::has).findFirst().ifPresent(option -> {
            throw new UsageError("--" + option + " needs a data set, --predict takes one picture: give one of them");
        });
        final ChosenDevice device =
                Devices.installed().choose(CommonOptions.device(arguments), model, CommonOptions.threads(arguments));
        final Checkpoint checkpoint = Checkpoint.read(file, model.network(), NonFinitePolicy.REJECT);
        return Prediction.of(
                model,
                file,
                checkpoint.parameters(),
                device,
                arguments.path("predict").orElseThrow());
    }

    private static String text(Prediction prediction) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT)
                .row("picture", String.join("; ", prediction.preparation()))
                .row("taken for", prediction.prediction());
        prediction.classes().stream()
                .filter(one -> one.probability() != null)
                .sorted(Comparator.comparing(ClassProbability::probability).reversed())
                .forEach(one -> table.row("  " + one.name(), Figures.percent(one.probability())));
        Optional.ofNullable(prediction.score()).ifPresent(score -> table.row("score", Float.toString(score)));
        return "%s from %s, %s\n%s"
                .formatted(prediction.model(), prediction.checkpoint(), prediction.picture(), table.text());
    }

    /** Data that the run drew from its random stream are drawn again from the checkpoint's seed. */
    private static DataChoice.Loaded madeAgain(Model model, Path file, Checkpoint checkpoint) {
        try {
            final RandomStream stream = RandomStream.of(
                    RandomStream.Kind.parse(checkpoint.metadata().getOrDefault("rng", "")),
                    Long.parseLong(checkpoint.metadata().getOrDefault("seed", "")));
            final Split split = TrainingSetup.of(model, stream, named -> {
                        throw new IllegalStateException(named + " is not made");
                    })
                    .split();
            return new DataChoice.Loaded(split, model.recipe().data().toString());
        } catch (final IllegalArgumentException unknown) {
            throw new UserError(
                    file + " does not say, as handgrad's checkpoints do, by which rng and seed the data of "
                            + model.name() + " were made; they are needed to make them again",
                    unknown);
        }
    }

    private static String text(EvaluationReport report) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT)
                .row("device", report.device() + " (" + report.deviceName() + ")")
                .row("data", Figures.dataset(report.dataset(), report.trainSamples(), report.testSamples()))
                .row("test accuracy", Figures.percent(report.testAccuracy()))
                .row("test loss", Figures.loss(report.testLoss()))
                .row("training accuracy", Figures.percent(report.trainAccuracy()))
                .row("training loss", Figures.loss(report.trainLoss()))
                .row("test time", Figures.seconds(report.testSeconds()));
        Optional.ofNullable(report.logits()).ifPresent(path -> table.row("logits", path.toString()));
        Optional.ofNullable(report.confusionTable()).ifPresent(path -> table.row("confusion", path.toString()));
        Optional.ofNullable(report.misclassified()).ifPresent(path -> table.row("mistakes", path.toString()));
        final String confusion = Optional.ofNullable(report.confusion())
                .map(matrix -> "\n\n" + text(matrix))
                .orElse("");
        return report.model() + " from " + report.checkpoint() + "\n" + table.text() + confusion;
    }

    private static String text(Confusion confusion) {
        final int classes = confusion.labels().size();
        final Side[] sides = new Side[classes + 2];
        Arrays.fill(sides, Side.RIGHT);
        final TextTable table = new TextTable("  ", sides);
        final List<String> header = new ArrayList<>(List.of(""));
        header.addAll(confusion.labels());
        header.add("right");
        table.row(header.toArray(String[]::new));
        for (int target = 0; target < classes; target++) {
            final List<Integer> counts = confusion.counts().get(target);
            final List<String> row = new ArrayList<>(List.of(confusion.labels().get(target)));
            counts.forEach(count -> row.add(Integer.toString(count)));
            final int all = counts.stream().mapToInt(Integer::intValue).sum();
            row.add(all == 0 ? "" : Figures.percent((double) counts.get(target) / all));
            table.row(row.toArray(String[]::new));
        }
        return "  each row a true class, each column what it was taken for\n" + table.text();
    }
}
