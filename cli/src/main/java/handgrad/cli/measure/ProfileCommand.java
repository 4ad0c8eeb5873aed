package handgrad.cli.measure;

import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.option.OutputFolder;
import handgrad.cli.option.RepeatedCommand;
import handgrad.cli.option.TrainingOptions;
import handgrad.cli.option.TrainingPlan;
import handgrad.host.files.AtomicFile;
import handgrad.host.json.Json;
import handgrad.host.profile.ProfileReport;
import handgrad.host.profile.ProfileRow;
import handgrad.host.profile.StepWatch;
import handgrad.random.RandomStream;
import handgrad.training.TrainingSetup;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code profile}: where the time of a training step goes. */
public final class ProfileCommand implements Command {
    /** The JIT warm-up: how long to train before anything is timed. */
    private static final float SECONDS = 1.5f;

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String summary() {
        return "shows where the time of a training step goes, op by op, as a table and as a trace file";
    }

    @Override
    public String operands() {
        return "MODEL";
    }

    @Override
    public Options options() {
        final Options options = Arguments.options(CommonOptions.device());
        TrainingOptions.all().forEach(options::addOption);
        List.of(
                        Arguments.valued(
                                "seconds",
                                "S",
                                "how long to train before steps are timed, before they are watched, and how long to"
                                        + " watch;"
                                        + " default 1.5"),
                        Arguments.valued(
                                "output",
                                "DIR",
                                "write profile.json and trace.json, which Perfetto (ui.perfetto.dev) and"
                                        + " chrome://tracing open"),
                        CommonOptions.json(),
                        Arguments.flag("quiet", "no notes"))
                .forEach(options::addOption);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad profile lenet5-modern --device cpu",
                "handgrad profile lenet5-modern --device java --threads 1 --output profiles/java");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final ConsoleLog log = new ConsoleLog(console.err(), !arguments.has("quiet"), false);
        final long seed = TrainingPlan.seed(arguments);
        final TrainingPlan plan = TrainingPlan.of(name(), arguments, log);
        final RandomStream stream = RandomStream.of(plan.random(), seed);
        final TrainingSetup drawn = TrainingSetup.of(
                plan.model(), stream, named -> plan.data().orElseThrow().split());
        final TrainingSetup beginning = plan.start()
                .map(start -> new TrainingSetup(drawn.split(), start.parameters()))
                .orElse(drawn);
        final Optional<OutputFolder> folder = arguments.path("output").map(OutputFolder::tried);
        final StepWatch.Seen seen = new StepWatch(plan.model(), beginning, stream)
                .watch(
                        plan.device(),
                        beginning,
                        arguments.nonNegative("seconds").orElse(SECONDS),
                        RepeatedCommand.of(name(), arguments));
        folder.map(OutputFolder::make).ifPresent(made -> {
            AtomicFile.writeText(made.resolve("profile.json"), Json.text(seen.report()) + "\n");
            AtomicFile.writeText(made.resolve("trace.json"), seen.trace() + "\n");
            log.note("trace   " + made.resolve("trace.json") + ": open it in ui.perfetto.dev or chrome://tracing");
        });
        console.out().println(arguments.has("json") ? Json.text(seen.report()) : text(seen.report()));
        return ExitCode.DONE;
    }

    private static String text(ProfileReport report) {
        final TextTable table =
                new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
        table.row("piece", "µs", "share", "tasks", "MFLOP", "GFLOP/s", "GB/s");
        report.rows()
                .forEach(row -> table.row(
                        row.name(),
                        Figures.format("%.2f", 1e6 * row.seconds()),
                        Figures.format("%.1f %%", 100 * row.share()),
                        row.tasks() == 0 ? "" : Figures.count(row.tasks()),
                        row.flops() == 0 ? "" : Figures.format("%.3f", row.flops() / 1e6),
                        rate(row, row.flops()),
                        rate(row, row.bytes())));
        table.row("step", Figures.format("%.2f", 1e6 * report.stepSeconds()), "100.0 %", "", "", "", "");
        return Figures.format(
                """
                %s, batch %d, a training step on %s (%s)
                %s
                  %.2f µs a step without the instruments (median); rows: mean of the faster half of the timed steps, \
                %s of them;
                  %s""",
                report.model(),
                report.batch(),
                report.device(),
                report.deviceName(),
                table.text(),
                1e6 * report.plainStepSeconds(),
                Figures.count(report.steps()),
                report.tracks() == 1
                        ? "one thread or queue did the work"
                        : report.tracks() + " threads did the work: times are of all together, divided by "
                                + report.tracks());
    }

    private static String rate(ProfileRow row, long count) {
        return count == 0 || row.seconds() <= 0 ? "" : Figures.format("%.1f", count / row.seconds() / 1e9);
    }
}
