package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.host.chart.ChartStyle;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import handgrad.loss.ScoreLoss;
import handgrad.training.Report.ThresholdSweep;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** How many test samples are answered right with other thresholds on the probability. */
final class ThresholdReport {
    /** The course published figures on so many test images; it does not say on which. */
    private static final int PUBLISHED_SAMPLES = 1000;

    private ThresholdReport() {}

    static void write(ThresholdSweep sweep, FinishedRun run, ReportFiles files) {
        if (!(run.model().objective().loss() instanceof ScoreLoss loss)) {
            return;
        }
        final Dataset test = run.split().test();
        final float[] scores = NetworkOutputs.of(run.device(), run.model(), test, List.of(run.parameters()))
                .getFirst();
        final float[] targets = NetworkOutputs.targets(test);
        final int published = Math.min(PUBLISHED_SAMPLES, test.count());
        final List<double[]> rows = sweep.thresholds().stream()
                .map(threshold -> {
                    final ScoreLoss moved = loss.withThreshold(threshold);
                    return new double[] {
                        threshold, right(moved, scores, targets, test.count()), right(moved, scores, targets, published)
                    };
                })
                .toList();
        files.table(
                ReportFile.THRESHOLDS_TABLE,
                List.of("threshold", "right", "samples", "right_of_first", "first"),
                rows.stream()
                        .map(row -> List.<Number>of(row[0], (int) row[1], test.count(), (int) row[2], published))
                        .toList());
        files.chart(ReportFile.THRESHOLDS_PICTURE, () -> chart(run, rows, test.count()));
        final double[] best =
                rows.stream().max(Comparator.comparingDouble(row -> row[1])).orElseThrow();
        files.finding(String.format(
                Locale.ROOT,
                "best of these thresholds: %.2f, with %d of %,d test samples right",
                best[0],
                (int) best[1],
                test.count()));
    }

    private static int right(ScoreLoss loss, float[] scores, float[] targets, int samples) {
        return (int) IntStream.range(0, samples)
                .filter(n -> scores[n] > loss.scoreThreshold() == targets[n] > loss.targetThreshold())
                .count();
    }

    private static XYChart chart(FinishedRun run, List<double[]> rows, int samples) {
        final XYChart chart = ChartStyle.chart(
                run.title() + ": where to say yes", "threshold on the probability", "test accuracy in %");
        ChartStyle.points(
                chart,
                "test set",
                rows.stream().mapToDouble(row -> row[0]).toArray(),
                rows.stream().mapToDouble(row -> 100 * row[1] / samples).toArray(),
                ChartStyle.TEST);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setXAxisDecimalPattern("0.00");
        return chart;
    }
}
