package handgrad.cli.show;

import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.dataset.BinaryCoding;
import handgrad.dataset.PixelScale;
import handgrad.homework.Homework;
import handgrad.host.json.Json;
import handgrad.network.Layer;
import handgrad.network.Parameter;
import handgrad.program.Shape;
import handgrad.training.DataSource;
import handgrad.training.DataSource.Named;
import handgrad.training.DataSource.Synthetic;
import handgrad.training.Model;
import handgrad.training.Penalty;
import handgrad.training.Recipe;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code models}: lists models, or the layers of one. */
public final class ModelsCommand implements Command {
    /**
     * A layer's row of the table.
     *
     * @param layer its name
     * @param kind what it is
     * @param output the shape of one sample of its output
     * @param parameters how many numbers it learns
     * @param multiplications of its forward step, for one sample
     */
    record LayerRow(String layer, String kind, List<Integer> output, int parameters, long multiplications) {}

    /**
     * A model for {@code --json}.
     *
     * @param model its name
     * @param title one line
     * @param input the shape of one sample
     * @param layers in order
     * @param parameters how many numbers it learns
     * @param multiplications of a forward pass, for one sample
     * @param dataset what it is trained on by default
     * @param learningRate the default step size
     * @param batch the default samples a step
     * @param epochs the default passes over the data
     */
    record Description(
            String model,
            String title,
            List<Integer> input,
            List<LayerRow> layers,
            int parameters,
            long multiplications,
            String dataset,
            float learningRate,
            int batch,
            int epochs) {
        static Description of(Model model) {
            final List<LayerRow> layers = rows(model);
            final Recipe recipe = model.recipe();
            return new Description(
                    model.name(),
                    model.title(),
                    model.network().input().dimensions(),
                    layers,
                    model.network().parameterCount(),
                    layers.stream().mapToLong(LayerRow::multiplications).sum(),
                    recipe.dataset(),
                    recipe.learningRate(),
                    recipe.batch(),
                    recipe.epochs());
        }
    }

    @Override
    public String name() {
        return "models";
    }

    @Override
    public String summary() {
        return "lists the models, or shows one as a table: layers, shapes, parameters, multiplications, and its recipe";
    }

    @Override
    public String operands() {
        return "[MODEL]";
    }

    @Override
    public Options options() {
        return Arguments.options(CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad models", "handgrad models lenet5-modern", "handgrad models mlp-relu-784-64-32-10 --json");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final List<String> operands = arguments.operands(1);
        if (operands.isEmpty()) {
            console.out().println(arguments.has("json") ? listAsJson() : list());
        } else {
            final Model model = CommonOptions.model(operands.getFirst());
            console.out().println(arguments.has("json") ? Json.text(Description.of(model)) : describe(model));
        }
        return ExitCode.DONE;
    }

    private static String listAsJson() {
        return Json.text(java.util.Map.of(
                "models", Homework.models().stream().map(Description::of).toList()));
    }

    private static String list() {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.RIGHT, Side.LEFT);
        table.row("model", "parameters", "");
        Homework.models()
                .forEach(model ->
                        table.row(model.name(), Figures.count(model.network().parameterCount()), model.title()));
        table.row(
                "mlp-ACTIVATION-D0-D1-…",
                "",
                "linear layers of these widths with an activation between them ("
                        + String.join(", ", Homework.chainActivations()) + "), such as mlp-relu-784-64-32-10");
        return table.text();
    }

    private static String describe(Model model) {
        final Description description = Description.of(model);
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT, Side.LEFT, Side.RIGHT, Side.RIGHT);
        table.row("layer", "", "output", "parameters", "multiplications");
        table.row("", "input", new Shape(description.input()).toString(), "", "");
        for (final LayerRow row : description.layers()) {
            table.row(
                    row.layer(),
                    row.kind(),
                    new Shape(row.output()).toString(),
                    row.parameters() == 0 ? "" : Figures.count(row.parameters()),
                    row.multiplications() == 0 ? "" : Figures.count(row.multiplications()));
        }
        table.row(
                "total", "", "", Figures.count(description.parameters()), Figures.count(description.multiplications()));
        final Recipe recipe = model.recipe();
        final TextTable facts = new TextTable("  ", Side.LEFT, Side.LEFT)
                .row("data set", data(recipe.data()))
                .row(
                        "loss",
                        words(model.objective().loss())
                                + (model.objective().penalised() ? penalty(recipe.penalty()) : ""))
                .row(
                        "learning rate",
                        recipe.learningRate()
                                + recipe.nonDefaultSchedule()
                                        .map(schedule -> ", " + schedule)
                                        .orElse(""))
                .row("optimiser", recipe.optimiser().toString())
                .row("batch", recipe.batch() == Recipe.FULL_BATCH ? "all samples" : Figures.count(recipe.batch()))
                .row("epochs", Figures.count(recipe.epochs()))
                .row("order", words(recipe.sampling()))
                .row("first values", words(recipe.initialiser()))
                .row(
                        "measured after",
                        recipe.reportEvery() == 1 ? "each epoch" : "every " + recipe.reportEvery() + " epochs");
        return model.name() + ": " + model.title() + "\n\n" + table.text()
                + "\n\nmultiplications are those of one sample's forward pass\n\nrecipe\n" + facts.text();
    }

    private static String data(DataSource source) {
        return switch (source) {
            case Named(String name, PixelScale pixels, BinaryCoding coding) ->
                name + ", pixels 0 … " + (int) pixels.largest()
                        + (name.endsWith("-4-9")
                                ? ", classes %.0f and %.0f".formatted(coding.negative(), coding.positive())
                                : "");
            case Synthetic made -> made.toString();
        };
    }

    private static String penalty(Penalty penalty) {
        return switch (penalty.scaling()) {
            case FORMULA -> " + λ‖w‖², λ = " + penalty.lambda();
            case SAMPLES -> " + λ/N ‖w‖², λ = " + penalty.lambda();
        };
    }

    private static List<LayerRow> rows(Model model) {
        final List<Layer> layers = model.network().layers();
        final List<Shape> shapes = model.network().shapes();
        final List<LayerRow> rows = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            final Layer layer = layers.get(l);
            final Shape input = shapes.get(l);
            rows.add(new LayerRow(
                    layer.name(),
                    layer.getClass().getSimpleName(),
                    shapes.get(l + 1).dimensions(),
                    layer.parameters(input).stream()
                            .map(Parameter::shape)
                            .mapToInt(Shape::size)
                            .sum(),
                    layer.multiplications(input)));
        }
        return rows;
    }

    /** A record's name and components, without the empty brackets of one that has none. */
    private static String words(Object record) {
        return record.toString().replace("[]", "").replace('[', ' ').replace("]", "");
    }
}
