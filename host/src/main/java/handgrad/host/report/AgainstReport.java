package handgrad.host.report;

import handgrad.homework.Homework;
import handgrad.host.chart.ChartStyle;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.Synthetic;
import handgrad.training.Model;
import handgrad.training.Report.Against;
import handgrad.training.TrainingSetup;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/**
 * Logistic regression and the support vector machine on the same samples. Their losses are different functions and
 * cannot be compared; what can is how many points are right, and how far from the boundary they lie.
 */
final class AgainstReport {
    private AgainstReport() {}

    /**
     * One of the two.
     *
     * @param name the model's name
     * @param training its training by hand
     * @param distances y·z/‖w‖ of each sample, ascending
     */
    private record Side(String name, ByHandTraining training, double[] distances) {
        int right() {
            return (int)
                    Arrays.stream(distances).filter(distance -> distance > 0).count();
        }

        double mean() {
            return Arrays.stream(distances).average().orElseThrow();
        }
    }

    static void write(Against against, FinishedRun run, ReportFiles files) {
        final Model other = Homework.find(against.other()).orElseThrow();
        if (!(run.model().recipe().data() instanceof Synthetic)) {
            return;
        }
        final List<Side> sides = List.of(side(run.model(), run), side(other, run));
        files.table(
                ReportFile.AGAINST_TABLE,
                List.of(
                        "model",
                        "right",
                        "samples",
                        "smallest_distance",
                        "mean_distance",
                        "loss_of_" + sides.get(0).name(),
                        "loss_of_" + sides.get(1).name()),
                sides.stream()
                        .map(side -> List.of(
                                side.name(),
                                side.right(),
                                side.distances().length,
                                side.distances()[0],
                                side.mean(),
                                loss(side, sides.get(0), run),
                                loss(side, sides.get(1), run)))
                        .toList());
        files.chart(ReportFile.AGAINST_PICTURE, () -> chart(run, sides));
        sides.forEach(side -> files.finding(String.format(
                Locale.ROOT,
                "%s: %d of %d right, distance from the boundary at least %.2f, %.2f on average; loss %.2f by its own"
                        + " measure, %.2f by the other's",
                side.name(),
                side.right(),
                side.distances().length,
                side.distances()[0],
                side.mean(),
                loss(side, side, run),
                loss(side, side == sides.get(0) ? sides.get(1) : sides.get(0), run))));
    }

    private static Side side(Model model, FinishedRun run) {
        final RandomStream stream = RandomStream.of(run.random(), run.seed());
        final TrainingSetup beginning = TrainingSetup.of(model, stream, named -> run.split());
        final ByHandTraining training =
                ByHandTraining.of(model, beginning.split(), beginning.parameters(), stream.state());
        final double[] distances = training.classifier().distances(run.split().train());
        Arrays.sort(distances);
        return new Side(model.name(), training, distances);
    }

    /** The mean loss of one side's classifier by the measure of another. */
    private static double loss(Side side, Side measure, FinishedRun run) {
        return side.training()
                .classifier()
                .meanLoss(run.split().train(), measure.training().rule());
    }

    private static XYChart chart(FinishedRun run, List<Side> sides) {
        final XYChart chart = ChartStyle.chart(
                run.title() + ": how far the points lie on their side",
                "points, the worst first",
                "distance from the boundary, y·z / ‖w‖");
        for (int s = 0; s < sides.size(); s++) {
            final Side side = sides.get(s);
            final double[] ranks = IntStream.rangeClosed(1, side.distances().length)
                    .mapToDouble(rank -> rank)
                    .toArray();
            ChartStyle.points(
                    chart,
                    String.format(
                            Locale.ROOT, "%s, %d of %d right", side.name(), side.right(), side.distances().length),
                    ranks,
                    side.distances(),
                    s == 0 ? ChartStyle.TRAIN : ChartStyle.TEST);
        }
        ChartStyle.countAlongX(chart, run.split().train().count() + 1L);
        return chart;
    }
}
