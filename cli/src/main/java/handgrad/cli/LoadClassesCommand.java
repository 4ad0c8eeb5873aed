package handgrad.cli;

import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * {@code load-classes}: short trainings of all kinds of models, which load every class that a training needs.
 * {@code scripts/handgrad} runs it to write the class data sharing archive that speeds up later starts.
 */
final class LoadClassesCommand implements Command {
    static final String NAME = "load-classes";

    /**
     * Images, rows, wide layers and single samples; data that are read and data that are generated; with and without a
     * run folder.
     */
    private static final List<String> COMMANDS = List.of(
            "train lenet5-modern --dataset generated --limit 256 --epochs 1 --output %s/images",
            "train lenet5-original --dataset generated --limit 64 --epochs 1 --output %s/table",
            "train softmax-linear --dataset generated --limit 256 --epochs 1 --output %s/rows",
            "train mlp-wide --dataset generated --limit 64 --epochs 1 --output %s/wide",
            "train mlp-regression --epochs 10 --output %s/regression",
            "train svm-synthetic --epochs 10 --output %s/single",
            "train logistic-l2 --dataset generated-4-9 --limit 256 --epochs 10 --output %s/penalty",
            "measure two-layer --epochs 10");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "loads the classes that trainings need; for the launcher's own use";
    }

    @Override
    public String operands() {
        return "FOLDER";
    }

    @Override
    public Options options() {
        return Arguments.options(CommonOptions.device());
    }

    @Override
    public List<String> examples() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments, Console console) {
        if (arguments.operands(1).isEmpty()) {
            throw new UsageError("name a folder: handgrad " + NAME + " FOLDER");
        }
        final String folder = Path.of(arguments.operands(1).getFirst()).toString();
        final String device = CommonOptions.device(arguments).toString();
        final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (final String command : COMMANDS) {
            final List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.replaceAll(word -> word.replace("%s", folder));
            words.addAll(List.of("--device", device));
            if (Main.run(words.toArray(String[]::new), nowhere, nowhere) != ExitCode.DONE) {
                throw new UserError("handgrad " + String.join(" ", words) + " fails");
            }
        }
        return ExitCode.DONE;
    }
}
