package handgrad.host.report;

import handgrad.host.chart.ChartStyle;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/**
 * The training through layers and ops beside the same training with the formulas written out: the curves must coincide.
 */
final class ByHandReport {
    /** Points of each curve; each is the mean of equally many steps. */
    private static final int POINTS = 100;

    private static final float LINE = 3;

    private ByHandReport() {}

    static void write(FinishedRun run, ReportFiles files) {
        if (!ByHandTraining.fits(run.model(), run.split())) {
            return;
        }
        final double[] trained = run.stepLosses();
        final double[] byHand = ByHandTraining.of(run.model(), run.split(), run.initial(), run.streamState())
                .losses();
        final int group = Math.max(1, trained.length / POINTS);
        final int points = trained.length / group;
        final double[] ends = IntStream.rangeClosed(1, points)
                .mapToDouble(point -> (double) point * group)
                .toArray();
        final double[] trainedMeans = means(trained, group, points);
        final double[] byHandMeans = means(byHand, group, points);
        final double worst = IntStream.range(0, trained.length)
                .mapToDouble(step -> Math.abs(trained[step] - byHand[step]))
                .max()
                .orElse(0);
        files.table(
                ReportFile.BY_HAND_TABLE,
                List.of("step", "mean_loss_trained", "mean_loss_by_hand"),
                IntStream.range(0, points)
                        .mapToObj(point -> List.<Number>of((int) ends[point], trainedMeans[point], byHandMeans[point]))
                        .toList());
        files.chart(ReportFile.BY_HAND_PICTURE, () -> chart(run, group, ends, trainedMeans, byHandMeans));
        files.finding(String.format(
                Locale.ROOT,
                "by hand, in double precision: no step's loss differs by more than %.1e, of %,d steps",
                worst,
                trained.length));
    }

    private static double[] means(double[] losses, int group, int points) {
        return IntStream.range(0, points)
                .mapToDouble(point -> Arrays.stream(losses, point * group, (point + 1) * group)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static XYChart chart(FinishedRun run, int group, double[] ends, double[] trained, double[] byHand) {
        final XYChart chart =
                ChartStyle.chart(run.title() + ": by layers and by hand", "steps", "loss, mean of " + group + " steps");
        ChartStyle.line(chart, "layers and ops, float32", ends, trained, ChartStyle.TRAIN, LINE);
        ChartStyle.dashedLine(chart, "formulas written out, double precision", ends, byHand, ChartStyle.TEST);
        ChartStyle.countAlongX(chart, (long) ends[ends.length - 1]);
        chart.getStyler().setYAxisMin(0.0).setYAxisDecimalPattern("0.00");
        return chart;
    }
}
