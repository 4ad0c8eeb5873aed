package handgrad.cli.sweep;

import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.host.ShellText;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.outcome.Setting;
import handgrad.host.sweep.outcome.Statistics;
import handgrad.host.sweep.outcome.SweepOutcome;
import handgrad.host.sweep.outcome.SweepReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result of a sweep as a text. */
final class SweepText {
    /** The most failed trials that are named; the table has all. */
    private static final int MOST_FAILURES = 10;

    private static final List<Figure> COLUMNS =
            List.of(Figure.TEST_ACCURACY, Figure.TEST_LOSS, Figure.TRAIN_ACCURACY, Figure.TRAIN_SECONDS);

    private SweepText() {}

    /** The table, best first, then the failures and the command that repeats the best. */
    static String of(SweepOutcome outcome, SweepReport report) {
        final SweepDefinition definition = outcome.definition();
        return Stream.of(
                        Optional.of(Figures.format(
                                "%s: %s, %s finished, %s failed%s; best %s first, mean ± standard deviation"
                                        + " (numpy.std)",
                                Stream.concat(Stream.of(definition.model()), definition.fixed().stream())
                                        .collect(Collectors.joining(" ")),
                                trials(outcome.trials().size()),
                                Figures.count(outcome.finished()),
                                Figures.count(outcome.failed().size()),
                                outcome.open() == 0 ? "" : ", " + Figures.count(outcome.open()) + " not run yet",
                                definition.bestBy().title())),
                        Optional.of(table(outcome)),
                        failures(outcome),
                        Optional.of(conclusion(outcome, report)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
    }

    /** What starts a file for a scheduler. */
    static String startOf(boolean slurm, Path file) {
        final String quoted = ShellText.quoted(file.toString());
        return slurm ? "sbatch " + quoted : "parallel < " + quoted;
    }

    private static String table(SweepOutcome outcome) {
        final List<String> dimensions = outcome.definition().dimensions();
        final List<Figure> columns = Stream.concat(
                        COLUMNS.stream(), Stream.of(outcome.definition().bestBy()))
                .distinct()
                .toList();
        final int width = dimensions.size() + 2 + columns.size();
        final TextTable table =
                new TextTable("  ", Collections.nCopies(width, Side.RIGHT).toArray(Side[]::new));
        final List<String> header = new ArrayList<>(dimensions);
        columns.forEach(figure -> header.add(figure.title()));
        header.addAll(List.of("n", "failed"));
        table.row(header.toArray(String[]::new));
        for (final Setting setting : outcome.settings()) {
            final List<String> row = new ArrayList<>(setting.values().values());
            columns.forEach(figure -> row.add(setting.statistics(figure)
                    .map(value -> text(figure, value, setting.finished()))
                    .orElse("–")));
            row.add(Integer.toString(setting.finished()));
            row.add(setting.failed() == 0 ? "" : Integer.toString(setting.failed()));
            table.row(row.toArray(String[]::new));
        }
        return table.text();
    }

    /** A single trial has no deviation. */
    private static String text(Figure figure, Statistics value, int trials) {
        final String deviation = trials < 2 ? "" : " ± " + number(figure, value.std());
        return number(figure, value.mean()) + deviation + (figure.isShare() ? " %" : "");
    }

    private static String number(Figure figure, double value) {
        return switch (figure) {
            case TEST_ACCURACY, TRAIN_ACCURACY -> Figures.format("%.2f", 100 * value);
            case TEST_LOSS, TRAIN_LOSS -> Figures.loss(value);
            case TRAIN_SECONDS -> Figures.format("%.2f", value);
        };
    }

    private static Optional<String> failures(SweepOutcome outcome) {
        final List<Setting.Entry> failed = outcome.failed();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        final String more = failed.size() <= MOST_FAILURES
                ? ""
                : "\n  and " + (failed.size() - MOST_FAILURES) + " more, named in sweep.csv";
        return Optional.of(failed.stream()
                .limit(MOST_FAILURES)
                .map(entry -> "  " + entry.trial().name() + ": " + ((Failed) entry.state()).reason())
                .collect(Collectors.joining("\n", "failed:\n", more)));
    }

    private static String conclusion(SweepOutcome outcome, SweepReport report) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT);
        Optional.ofNullable(report.best())
                .ifPresent(best -> table.row("best trial", best.trial() + ties(outcome))
                        .row("its checkpoint", best.checkpoint().toString()));
        table.row("files", report.folder() + ": " + String.join(", ", report.files()));
        return table.text()
                + Optional.ofNullable(report.best())
                        .map(best -> "\n  to repeat the best trial:\n    " + best.command())
                        .orElse("");
    }

    /** Ties are reported, since the order of the grid decided between them. */
    private static String ties(SweepOutcome outcome) {
        final Figure bestBy = outcome.definition().bestBy();
        final Setting first = outcome.settings().getFirst();
        final long equals = outcome.settings().stream()
                .filter(setting -> setting.isComplete() == first.isComplete())
                .filter(setting -> setting.statistics(bestBy)
                        .map(Statistics::mean)
                        .equals(first.statistics(bestBy).map(Statistics::mean)))
                .count();
        return equals < 2
                ? ""
                : Figures.format(
                        " (%d settings have the same mean %s; this one comes first in the grid)",
                        equals, bestBy.title());
    }

    private static String trials(int count) {
        return count == 1 ? "1 trial" : Figures.count(count) + " trials";
    }
}
