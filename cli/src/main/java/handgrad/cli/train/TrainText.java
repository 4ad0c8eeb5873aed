package handgrad.cli.train;

import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.host.run.RunReport;
import java.util.Optional;

/** The result of one run as a text. */
final class TrainText {
    private TrainText() {}

    /** A table of the figures. */
    static String of(RunReport report) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT)
                .row("device", report.device() + " (" + report.deviceName() + ")")
                .row("data", Figures.dataset(report.dataset(), report.trainSamples(), report.testSamples()))
                .row("test accuracy", Figures.percent(report.testAccuracy()))
                .row("test loss", Figures.loss(report.testLoss()))
                .row("training accuracy", Figures.percent(report.trainAccuracy()))
                .row("training loss", Figures.loss(report.trainLoss()))
                .row("training time", Figures.seconds(report.trainSeconds()) + " for " + epochs(report.epochs()))
                .row("test time", Figures.seconds(report.testSeconds()));
        Optional.ofNullable(report.stepsAtKink())
                .ifPresent(count -> table.row("steps at y·z = 1", Figures.count(count)));
        report.findings().forEach(finding -> table.row("", finding));
        table.row("run folder", report.runFolder().toString()).row("", String.join(", ", report.files()));
        return "%s, %s parameters, batch %d, learning rate %s%s%s, seed %d\n%s"
                .formatted(
                        report.model(),
                        Figures.count(report.parameters()),
                        report.batch(),
                        report.learningRate(),
                        after(" ", report.schedule()),
                        after(", ", report.optimiser()),
                        report.seed(),
                        table.text());
    }

    /** Defaults are not printed. */
    private static String after(String before, String text) {
        return text == null ? "" : before + text;
    }

    private static String epochs(int count) {
        return count == 1 ? "1 epoch" : Figures.count(count) + " epochs";
    }
}
