package handgrad.cli.train;

import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.host.run.repeat.RepeatReport;
import handgrad.host.run.repeat.RepeatReport.Summary;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of {@code train --repeat} for a person. */
final class RepeatText {
    private RepeatText() {}

    /** A row for each seed, then mean and standard deviation of all, and, if some were stuck, of the others. */
    static String of(RepeatReport report) {
        final TextTable table = new TextTable("  ", Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.LEFT);
        table.row("seed", "test accuracy", "test loss", "training time", "");
        report.runs()
                .forEach(run -> table.row(
                        Long.toString(run.seed()),
                        Figures.percent(run.testAccuracy()),
                        Figures.loss(run.testLoss()),
                        Figures.seconds(run.trainSeconds()),
                        report.stuckSeeds().contains(run.seed()) ? "stuck" : ""));
        final TextTable summary = new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
        summary.row("", "mean", "std", "mean", "std");
        add(summary, "all " + report.all().runs(), report.all());
        if (report.others() != null) {
            add(summary, "the other " + report.others().runs(), report.others());
        }
        return "%s on %s, %s\n%s\n\n%s%s\n  run folders in %s"
                .formatted(
                        report.model(),
                        report.dataset(),
                        report.device(),
                        table.text(),
                        summary.text(),
                        stuck(report),
                        report.folder());
    }

    private static void add(TextTable table, String name, Summary summary) {
        table.row(
                name,
                Figures.percent(summary.meanAccuracy()),
                Figures.percent(summary.stdAccuracy()),
                Figures.seconds(summary.meanSeconds()),
                Figures.seconds(summary.stdSeconds()));
    }

    private static String stuck(RepeatReport report) {
        if (report.chance() == null) {
            return "";
        }
        final int stuck = report.stuckSeeds().size();
        final String seeds = stuck == 0
                ? ""
                : report.stuckSeeds().stream().map(String::valueOf).collect(Collectors.joining(", ", ": seeds ", ""));
        return String.format(
                Locale.ROOT,
                "\n  stuck, that is within %.0f points of chance (%s): %d of %d (%s)%s",
                100 * RepeatReport.STUCK_WITHIN,
                Figures.percent(report.chance()),
                stuck,
                report.all().runs(),
                Figures.percent((double) stuck / report.all().runs()),
                seeds);
    }
}
