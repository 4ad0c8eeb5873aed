package handgrad.host.report;

import handgrad.host.chart.ChartStyle;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import handgrad.training.Report.MeanLosses;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** The mean loss of every so many steps. */
final class MeanLossesReport {
    private MeanLossesReport() {}

    static void write(MeanLosses report, FinishedRun run, ReportFiles files) {
        final double[] losses = run.stepLosses();
        final int groups = losses.length / report.steps();
        if (groups == 0) {
            return;
        }
        final double[] ends = IntStream.rangeClosed(1, groups)
                .mapToDouble(group -> (double) group * report.steps())
                .toArray();
        final double[] means = IntStream.range(0, groups)
                .mapToDouble(group -> Arrays.stream(losses, group * report.steps(), (group + 1) * report.steps())
                        .average()
                        .orElseThrow())
                .toArray();
        files.table(
                ReportFile.MEAN_LOSSES_TABLE,
                List.of("step", "mean_loss"),
                IntStream.range(0, groups)
                        .mapToObj(group -> List.<Number>of((int) ends[group], means[group]))
                        .toList());
        files.chart(ReportFile.MEAN_LOSSES_PICTURE, () -> chart(report, run, ends, means));
        files.finding(
                String.format(Locale.ROOT, "mean loss of the last %d steps: %.5f", report.steps(), means[groups - 1]));
    }

    private static XYChart chart(MeanLosses report, FinishedRun run, double[] ends, double[] means) {
        final XYChart chart = ChartStyle.chart(
                run.title() + ": mean loss of every " + report.steps() + " steps", "steps", "mean loss");
        ChartStyle.line(chart, "mean of " + report.steps() + " steps", ends, means, ChartStyle.TRAIN, 2);
        ChartStyle.countAlongX(chart, (long) ends[ends.length - 1]);
        chart.getStyler().setYAxisLogarithmic(Arrays.stream(means).allMatch(mean -> mean > 0));
        return chart;
    }
}
