package handgrad.cli.lab;

import handgrad.backend.DeviceInfo;
import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.OutputFolder;
import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.chart.ChartPicture;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.Devices;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.host.labs.LabReport;
import handgrad.host.labs.Labs;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.finding.Finding;
import handgrad.host.labs.finding.Outcome;
import handgrad.host.labs.finding.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code lab}: the course's theory as experiments that could refute it. */
public final class LabCommand implements Command {
    private static final Path DEFAULT_FOLDER = Path.of("runs", "labs");

    /** Stands for the labs' small networks, so that {@code --device auto} takes what is fastest for them. */
    private static final String LIKE_A_LAB = "two-layer";

    private final Supplier<Devices> devices;

    /**
     * The object of {@code --json}.
     *
     * @param holds whether every claim holds
     * @param labs what was found
     */
    record Result(boolean holds, List<LabReport> labs) {}

    /**
     * A lab for {@code --list --json}.
     *
     * @param number its place in the course
     * @param name its name
     * @param claim what is claimed
     */
    record Description(int number, String name, String claim) {}

    /**
     * The command.
     *
     * @param devices finds the devices to experiment on
     */
    public LabCommand(Supplier<Devices> devices) {
        this.devices = devices;
    }

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public String summary() {
        return "states a claim of the course's theory, runs the experiment that could refute it, and shows what came"
                + " out";
    }

    @Override
    public String operands() {
        return "[N|NAME]";
    }

    @Override
    public Options options() {
        return Arguments.options(
                Arguments.flag("all", "every lab; the exit code is 1 if a claim is refuted, as it is for one lab"),
                Arguments.flag("list", "the labs and their claims"),
                CommonOptions.device(),
                CommonOptions.threads(),
                Arguments.valued("seed", "N", "where the random numbers start; default 0"),
                Arguments.valued("output", "DIR", "where the pictures go; default: runs/labs"),
                CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad lab --list",
                "handgrad lab 7",
                "handgrad lab dead-unit --device java --seed 3 --output pictures",
                "handgrad lab --all --json");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final List<Lab> labs = labs(arguments);
        if (arguments.has("list")) {
            console.out().println(arguments.has("json") ? listAsJson() : list());
            return ExitCode.DONE;
        }
        final long seed =
                arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
        final ChosenDevice device = devices.get()
                .choose(
                        CommonOptions.device(arguments),
                        CommonOptions.model(LIKE_A_LAB),
                        CommonOptions.threads(arguments));
        final LabBench bench = new LabBench(device, seed);
        final DeviceInfo info = bench.deviceInfo();
        final OutputFolder folder = OutputFolder.tried(arguments.path("output").orElse(DEFAULT_FOLDER));
        final List<LabReport> reports = new ArrayList<>();
        for (final Lab lab : labs) {
            final Outcome outcome = lab.run(bench);
            final LabReport report =
                    LabReport.of(lab, outcome, info, seed, draw(lab, outcome.pictures(), folder, console));
            reports.add(report);
            if (!arguments.has("json")) {
                console.out().println(text(report));
            }
        }
        final boolean holds = reports.stream().allMatch(LabReport::holds);
        if (arguments.has("json")) {
            console.out().println(Json.text(new Result(holds, reports)));
        } else if (reports.size() > 1) {
            console.out()
                    .println(Figures.format(
                            "%d of %d claims hold on %s",
                            reports.stream().filter(LabReport::holds).count(), reports.size(), info));
        }
        return holds ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<Lab> labs(Arguments arguments) {
        final List<String> operands = arguments.operands(1);
        final long ways = Stream.of(!operands.isEmpty(), arguments.has("all"), arguments.has("list"))
                .filter(given -> given)
                .count();
        if (ways != 1) {
            throw new UsageError("choose a lab by number or name, or all of them: handgrad lab 7, handgrad lab --all;"
                    + " 'handgrad lab --list' lists them");
        }
        return operands.isEmpty() ? Labs.all() : List.of(find(operands.getFirst()));
    }

    private static Lab find(String word) {
        final List<String> names = Labs.all().stream().map(Lab::name).toList();
        return Labs.find(word)
                .orElseThrow(() -> new UsageError("there is no lab '" + word + "'; choose 1 to " + names.size()
                        + " or one of " + String.join(", ", names) + Suggestions.didYouMean(word, names)));
    }

    /** A picture that cannot be drawn is reported and does not fail the lab: the findings are in the figures. */
    private static List<Path> draw(Lab lab, List<Picture> pictures, OutputFolder folder, Console console) {
        return pictures.stream()
                .flatMap(picture -> draw(lab, picture, folder, console).stream())
                .toList();
    }

    private static Optional<Path> draw(Lab lab, Picture picture, OutputFolder folder, Console console) {
        final Path file = folder.make().resolve(Figures.format("lab-%02d-%s.png", lab.number(), picture.name()));
        final byte[] png;
        try {
            png = ChartPicture.png(picture.chart());
        } catch (final UserError failure) {
            console.err().println(file.getFileName() + " was not drawn: " + failure.getMessage());
            return Optional.empty();
        }
        AtomicFile.writeBytes(file, png);
        return Optional.of(file);
    }

    private static String list() {
        final TextTable table = new TextTable("", Side.RIGHT, Side.LEFT, Side.LEFT);
        Labs.all().forEach(lab -> table.row(String.valueOf(lab.number()), lab.name(), lab.claim()));
        return table.text();
    }

    private static String listAsJson() {
        return Json.text(java.util.Map.of(
                "labs",
                Labs.all().stream()
                        .map(lab -> new Description(lab.number(), lab.name(), lab.claim()))
                        .toList()));
    }

    private static String text(LabReport report) {
        final TextTable head = new TextTable("  ", Side.LEFT, Side.LEFT)
                .row("claim", report.claim())
                .row("device", report.device() + " (" + report.deviceName() + "), seed " + report.seed());
        final TextTable findings = new TextTable("  ", Side.LEFT, Side.LEFT);
        for (final Finding finding : report.findings()) {
            findings.row(finding.holds() ? "ok" : "REFUTED", finding.statement());
            findings.row(
                    "",
                    Figures.format(
                            "→ %s in %s %s (%s)",
                            finding.measured(),
                            Figures.count(finding.cases()),
                            finding.cases() == 1 ? "case" : "cases",
                            finding.allowed()));
        }
        final TextTable tail = new TextTable("  ", Side.LEFT, Side.LEFT);
        report.lessons().forEach(lesson -> tail.row("note", lesson));
        report.pictures().forEach(picture -> tail.row("picture", picture.toString()));
        return Figures.format(
                "lab %d, %s: %s\n%s\n%s\n%s\n",
                report.number(),
                report.name(),
                report.holds() ? "HOLDS" : "REFUTED",
                head.text(),
                findings.text(),
                tail.text());
    }
}
