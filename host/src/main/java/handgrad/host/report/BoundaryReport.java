package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.host.chart.ChartStyle;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import handgrad.training.Report.DecisionBoundary;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** Two classes of points in the plane, with the lines on which the score is −1, 0 and +1. */
final class BoundaryReport {
    /** A plot as high as it is wide, so that a circle looks like one; title, axis and legend add to the height. */
    private static final int WIDTH = 900;

    private static final int HEIGHT = 960;
    private static final Color MARGIN = new Color(0x999999);

    private BoundaryReport() {}

    static void write(DecisionBoundary report, FinishedRun run, ReportFiles files) {
        if (run.model().network().input().size() != report.features().of(0, 0).length) {
            return;
        }
        final ContourGrid grid = grid(report, run);
        final List<Double> levels = List.of(-1.0, 0.0, 1.0);
        final List<ContourGrid.Lines> lines = levels.stream().map(grid::contour).toList();
        files.table(
                ReportFile.BOUNDARY_TABLE,
                List.of("level", "x1_from", "x2_from", "x1_to", "x2_to"),
                IntStream.range(0, levels.size())
                        .boxed()
                        .flatMap(l -> lines.get(l).segments().stream()
                                .map(segment -> List.<Number>of(
                                        levels.get(l), segment.x1(), segment.y1(), segment.x2(), segment.y2())))
                        .toList());
        files.chart(ReportFile.BOUNDARY_PICTURE, () -> chart(report, run, lines));
        final double right = run.epochs().getLast().test().accuracy();
        files.finding(String.format(
                Locale.ROOT,
                "%d of %d points on their side of the boundary",
                Math.round(right * run.split().test().count()),
                run.split().test().count()));
    }

    private static ContourGrid grid(DecisionBoundary report, FinishedRun run) {
        final int side = report.samples();
        final int features = run.model().network().input().size();
        final float[] inputs = new float[side * side * features];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                final float[] phi = report.features().of(coordinate(report, column), coordinate(report, row));
                System.arraycopy(phi, 0, inputs, (row * side + column) * features, features);
            }
        }
        final Dataset points =
                NetworkOutputs.inputs("plane", run.model().network().input(), inputs);
        final float[] scores = NetworkOutputs.of(run.device(), run.model(), points, List.of(run.parameters()))
                .getFirst();
        return new ContourGrid(scores, side, report.limit());
    }

    private static double coordinate(DecisionBoundary report, int index) {
        return report.limit() * (2.0 * index / (report.samples() - 1) - 1);
    }

    private static XYChart chart(DecisionBoundary report, FinishedRun run, List<ContourGrid.Lines> lines) {
        final XYChart chart = ChartStyle.chart(run.title(), "x₁", "x₂", WIDTH, HEIGHT);
        final Dataset train = run.split().train();
        final float[] targets = NetworkOutputs.targets(train);
        scatter(chart, "y = +1", train, IntStream.range(0, train.count()).filter(n -> targets[n] > 0), ChartStyle.TEST);
        scatter(
                chart,
                "y = −1",
                train,
                IntStream.range(0, train.count()).filter(n -> targets[n] <= 0),
                ChartStyle.TRAIN);
        add(chart, "score 0", lines.get(1), Color.BLACK);
        add(chart, "score +1", lines.get(2), ChartStyle.FOURTH);
        add(chart, "score −1", lines.get(0), MARGIN);
        chart.getStyler()
                .setXAxisMin(-report.limit())
                .setXAxisMax(report.limit())
                .setYAxisMin(-report.limit())
                .setYAxisMax(report.limit());
        return chart;
    }

    private static void add(XYChart chart, String name, ContourGrid.Lines lines, Color color) {
        if (!lines.segments().isEmpty()) {
            ChartStyle.curve(chart, name, lines.x(), lines.y(), color);
        }
    }

    /** The coordinates of a point are two of its features: φ(x) = (1, x₁, x₁², x₂, x₂²). */
    private static void scatter(XYChart chart, String name, Dataset train, IntStream samples, Color color) {
        final int features = train.sampleShape().size();
        final int[] chosen = samples.toArray();
        ChartStyle.scatter(
                chart,
                name,
                IntStream.of(chosen)
                        .mapToDouble(n -> train.inputs().at(n * features + 1))
                        .toArray(),
                IntStream.of(chosen)
                        .mapToDouble(n -> train.inputs().at(n * features + 3))
                        .toArray(),
                color);
    }
}
