package handgrad.cli.page;

import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.UsageError;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.host.page.ReportPage;
import handgrad.host.page.source.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code report}: makes one page of runs and measurements. */
public final class ReportCommand implements Command {
    private static final Path DEFAULT_FILE = Path.of("report.html");

    /** Limits the runs of a page: more curves cannot be told apart in a chart. */
    private static final int MOST = 100;

    /**
     * The object of {@code --json}.
     *
     * @param file the page
     * @param bytes its size
     * @param sources the folders and files that it shows
     */
    record Result(Path file, long bytes, List<Path> sources) {}

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String summary() {
        return "makes one page, for any browser and without a network, of runs, a --repeat, a comparison, a benchmark"
                + " or a sweep";
    }

    @Override
    public String operands() {
        return "RUN…";
    }

    @Override
    public Options options() {
        return Arguments.options(
                Option.builder("o")
                        .longOpt("output")
                        .hasArg()
                        .argName("FILE")
                        .desc("the page; default: report.html. An earlier one is replaced")
                        .get(),
                CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad report runs/first",
                "handgrad report runs/lenet5-modern runs/lenet5-original --output lenet.html",
                "handgrad report compare/ -o devices.html");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final List<Path> paths =
                arguments.operands(MOST).stream().map(ReportCommand::path).toList();
        if (paths.isEmpty()) {
            throw new UsageError("name what to report: handgrad report RUN, the folder that train wrote");
        }
        final Path file = arguments.path("output").orElse(DEFAULT_FILE);
        final List<Source> sources = new ArrayList<>();
        paths.forEach(path -> sources.addAll(Source.read(path)));
        final byte[] page = ReportPage.of(sources, ZonedDateTime.now()).getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeBytes(file, page);
        final Result result = new Result(file, page.length, paths);
        console.out().println(arguments.has("json") ? Json.text(result) : text(result));
        return ExitCode.DONE;
    }

    private static Path path(String typed) {
        try {
            return Path.of(typed);
        } catch (final InvalidPathException invalid) {
            throw new UsageError("'" + typed + "' is no path here: " + invalid.getReason(), invalid);
        }
    }

    private static String text(Result result) {
        return Figures.format(
                "%s (%s KB): open it in a browser",
                result.file().toAbsolutePath(), Figures.count(result.bytes() / 1000));
    }
}
