package handgrad.cli.data;

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
import handgrad.dataset.Dataset;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.data.ContactSheet;
import handgrad.host.data.DataEnvironment;
import handgrad.host.data.DataLibrary;
import handgrad.host.data.DataOptions;
import handgrad.host.data.DatasetName;
import handgrad.host.data.DatasetReport;
import handgrad.host.data.DatasetReport.FileReport;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.training.DataSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.cli.Options;

/** {@code data}: lists, downloads, verifies and shows data sets. */
public final class DataCommand implements Command {
    private static final List<String> ACTIONS = List.of("download", "verify", "show");

    /**
     * The object of {@code --json}.
     *
     * @param datasets what was found of each published data set
     */
    record Listing(List<Row> datasets) {}

    /**
     * A data set for {@code --json}.
     *
     * @param dataset its name
     * @param usable whether it can be loaded
     * @param original whether all its files are the published ones
     * @param problem why it cannot be loaded, or null
     * @param origin who said where to look
     * @param folder where it was looked for
     * @param files each of its files
     */
    record Row(
            String dataset,
            boolean usable,
            boolean original,
            String problem,
            String origin,
            Path folder,
            List<FileRow> files) {
        static Row of(DatasetReport report) {
            return new Row(
                    report.set().dataset(),
                    report.isUsable(),
                    report.isOriginal(),
                    report.problem().orElse(null),
                    report.origin(),
                    report.folder(),
                    report.files().stream().map(FileRow::of).toList());
        }
    }

    /**
     * A file for {@code --json}.
     *
     * @param file its name as published
     * @param path where it is, or null
     * @param sha256 the sum of its uncompressed content, or null
     * @param judgement whether it is the published file, or what is wrong with it
     */
    record FileRow(String file, Path path, String sha256, String judgement) {
        static FileRow of(FileReport report) {
            return new FileRow(
                    report.file().baseName(),
                    report.path().orElse(null),
                    report.sha256().orElse(null),
                    DataCommand.judgement(report));
        }
    }

    @Override
    public String name() {
        return "data";
    }

    @Override
    public String summary() {
        return "lists the data sets, downloads or verifies them, or draws their first samples";
    }

    @Override
    public String operands() {
        return "[NAME]";
    }

    @Override
    public Options options() {
        return Arguments.options(
                Arguments.flag("download", "bring NAME (mnist or fashion) into the cache"),
                Arguments.flag("verify", "check every file of NAME, or of all published data sets, by its SHA-256"),
                Arguments.valued("show", "FILE", "draw the first training samples of NAME into this picture (.png)"),
                DataOptionsOfCommands.data(),
                DataOptionsOfCommands.mirror(),
                DataOptionsOfCommands.limit(),
                CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad data",
                "handgrad data mnist --verify",
                "handgrad data fashion --download --mirror file:///media/fashion",
                "handgrad data generated --show digits.png");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final Optional<DatasetName> name =
                arguments.operands(1).stream().findFirst().map(DataChoice::parse);
        final List<String> actions = ACTIONS.stream().filter(arguments::has).toList();
        if (actions.size() > 1) {
            throw new UsageError(
                    "--" + actions.get(0) + " and --" + actions.get(1) + " are two things to do; give one");
        }
        if (arguments.has("json") && (arguments.has("download") || arguments.has("show"))) {
            throw new UsageError("--json goes with the list and with --verify");
        }
        final DataOptions options = DataChoice.options(arguments);
        final DataLibrary library = new DataLibrary(DataEnvironment.current(), console.err()::println);
        if (arguments.has("download")) {
            return download(named(name, "--download"), options, library, console);
        }
        if (arguments.has("show")) {
            final DataSource.Named source =
                    DataSource.Named.of(named(name, "--show").text());
            final DataChoice choice = new DataChoice(source, options, DataChoice.limit(arguments));
            final Split split = choice.load(source, new ConsoleLog(console.err(), true, false))
                    .split();
            return show(split, arguments.path("show").orElseThrow(), console);
        }
        final List<DatasetReport> reports = library.verify(options).stream()
                .filter(report -> name.isEmpty()
                        || report.set().dataset().equals(name.get().text()))
                .toList();
        if (arguments.has("verify") && reports.isEmpty()) {
            throw new UsageError(
                    "data " + name.orElseThrow().text() + " --verify: only mnist and fashion have files to verify");
        }
        if (arguments.has("json")) {
            console.out()
                    .println(Json.text(new Listing(reports.stream().map(Row::of).toList())));
        } else {
            console.out().println(arguments.has("verify") ? verified(reports) : list(name, reports));
        }
        // A missing data set is a failure only if it was named.
        final boolean failed = reports.stream()
                .filter(report -> name.isPresent() || !isAbsent(report))
                .anyMatch(report -> !report.isUsable());
        return arguments.has("verify") && failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static DatasetName named(Optional<DatasetName> name, String option) {
        return name.orElseThrow(() ->
                new UsageError("data " + option + ": name a data set, as in 'handgrad data mnist " + option + "'"));
    }

    private static int download(DatasetName name, DataOptions options, DataLibrary library, Console console) {
        console.out().println(library.download(name.text(), options));
        return ExitCode.DONE;
    }

    private static int show(Split split, Path file, Console console) {
        final ByteArrayOutputStream picture = new ByteArrayOutputStream();
        try {
            final BufferedImage sheet = ContactSheet.DEFAULT.render(split.train(), PixelScale.UNIT);
            ImageIO.write(sheet, "png", picture);
        } catch (final IOException | RuntimeException | LinkageError | InternalError failure) {
            throw new UserError(
                    file + " was not drawn (" + failure + "): Java needs fonts to draw; install fontconfig and a font"
                            + " (Debian: fontconfig fonts-dejavu-core)",
                    failure);
        }
        AtomicFile.writeBytes(file, picture.toByteArray());
        console.out().println(file + ": the first samples of " + split.train().name());
        console.out().println(part("training", split.train()));
        console.out().println(part("test", split.test()));
        return ExitCode.DONE;
    }

    /** How many samples there are of each class. */
    private static String part(String title, Dataset dataset) {
        final Stream<String> names = switch (dataset.targets()) {
            case Targets.Classes(int[] labels, int _) -> Arrays.stream(labels).mapToObj(Integer::toString);
            case Targets.Reals(float[] values, int _) -> {
                final Stream.Builder<String> all = Stream.builder();
                for (final float value : values) {
                    all.add(Figures.format("%+.0f", value));
                }
                yield all.build();
            }
        };
        final TreeMap<String, Long> counts =
                names.collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return Figures.format(
                "  %s: %s samples of %s; %s",
                title,
                Figures.count(dataset.count()),
                dataset.sampleShape(),
                counts.entrySet().stream()
                        .map(entry -> "class " + entry.getKey() + ": " + Figures.count(entry.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String list(Optional<DatasetName> name, List<DatasetReport> reports) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT);
        Arrays.stream(DatasetName.values())
                .filter(each -> name.isEmpty() || name.get() == each)
                .forEach(each -> table.row(
                        each.text(),
                        each.description()
                                + reports.stream()
                                        .filter(report -> report.set().dataset().equals(each.text()))
                                        .map(report -> "; " + place(report))
                                        .collect(Collectors.joining())));
        return table.text();
    }

    private static boolean isAbsent(DatasetReport report) {
        return report.files().stream().allMatch(file -> file.path().isEmpty());
    }

    private static String place(DatasetReport report) {
        if (isAbsent(report)) {
            return "not in " + report.folder() + " (" + report.origin() + ")";
        }
        return report.problem()
                .map(problem -> "NOT USABLE: " + problem)
                .orElseGet(() -> "here: " + report.folder() + " (" + report.origin() + ")");
    }

    private static String verified(List<DatasetReport> reports) {
        return reports.stream()
                .map(report -> {
                    final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT);
                    report.files().forEach(file -> table.row(file.file().baseName(), judgement(file)));
                    final String heading = report.set().title() + ": " + place(report);
                    return isAbsent(report) ? heading : heading + "\n" + table.text();
                })
                .collect(Collectors.joining("\n\n"));
    }

    private static String judgement(FileReport file) {
        return file.problem().orElseGet(() -> switch (file.verdict().orElseThrow()) {
            case ORIGINAL -> "as published " + file.extents();
            case DIFFERENT -> "sound, but not the published file " + file.extents();
            case UNKNOWN -> "sound; only the gzipped file's sum is published " + file.extents();
        });
    }
}
