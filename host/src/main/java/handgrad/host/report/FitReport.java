package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.host.chart.ChartStyle;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import handgrad.program.Shape;
import handgrad.training.ParameterValues;
import handgrad.training.Report.CurveFit;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** The network as a function of one number, with the data and the truth. */
final class FitReport {
    /** More curves in one picture could not be told apart. */
    private static final int MOST_CURVES = 6;

    private static final int MOST_ON_TOP = 100;
    private static final Color PALE = new Color(0xF2BE9A);

    /** From the first curve to the last, ever darker. */
    private static final Color EARLY = new Color(0xC9DFF0);

    /**
     * A curve of the network.
     *
     * @param steps after how many steps
     * @param y one for each point
     */
    private record Curve(int steps, double[] y) {}

    private FitReport() {}

    static void write(CurveFit fit, FinishedRun run, ReportFiles files) {
        final double[] x = IntStream.range(0, fit.samples())
                .mapToDouble(i -> fit.from() + (fit.to() - fit.from()) * i / (fit.samples() - 1))
                .toArray();
        final List<Curve> curves = curves(fit, run, x);
        final double[] truth = IntStream.range(0, x.length)
                .mapToDouble(i -> fit.truth().applyAsDouble(x[i]))
                .toArray();
        final List<String> header = new ArrayList<>(List.of("x", "truth"));
        curves.forEach(curve -> header.add("after_" + curve.steps() + "_steps"));
        files.table(
                ReportFile.FIT_TABLE,
                header,
                IntStream.range(0, x.length)
                        .mapToObj(i -> {
                            final List<Double> row = new ArrayList<>(List.of(x[i], truth[i]));
                            curves.forEach(curve -> row.add(curve.y()[i]));
                            return row;
                        })
                        .toList());
        files.chart(ReportFile.FIT_PICTURE, () -> chart(fit, run, x, truth, curves));
    }

    private static List<Curve> curves(CurveFit fit, FinishedRun run, double[] x) {
        final List<ParameterValues> parameters = new ArrayList<>();
        final List<Integer> steps = new ArrayList<>();
        final int reports = run.epochs().size();
        int done = 0;
        for (int r = 0; r < reports; r++) {
            done += run.epochs().get(r).stepLosses().size();
            final boolean last = r == reports - 1;
            final boolean chosen = fit.everyReport() && (r + 1) % Math.ceilDiv(reports, MOST_CURVES) == 0;
            if (last || chosen) {
                parameters.add(last ? run.parameters() : run.snapshots().get(r));
                steps.add(done);
            }
        }
        final float[] inputs = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            inputs[i] = (float) x[i];
        }
        final List<float[]> outputs = NetworkOutputs.of(
                run.device(), run.model(), NetworkOutputs.inputs("curve", Shape.of(1), inputs), parameters);
        return IntStream.range(0, outputs.size())
                .mapToObj(c -> new Curve(
                        steps.get(c),
                        IntStream.range(0, x.length)
                                .mapToDouble(i -> outputs.get(c)[i])
                                .toArray()))
                .toList();
    }

    private static XYChart chart(CurveFit fit, FinishedRun run, double[] x, double[] truth, List<Curve> curves) {
        final XYChart chart = ChartStyle.chart(run.title() + ": the function learnt", "x", "f(x)");
        final Dataset train = run.split().train();
        final int[] inside = IntStream.range(0, train.count())
                .filter(n ->
                        train.inputs().at(n) >= fit.from() && train.inputs().at(n) <= fit.to())
                .toArray();
        // A few points are drawn on top of the curves; many would hide them.
        final boolean many = inside.length > MOST_ON_TOP;
        if (many) {
            scatter(chart, train, inside, PALE);
        }
        ChartStyle.curve(chart, "truth", x, truth, Color.BLACK);
        for (int c = 0; c < curves.size(); c++) {
            final String name =
                    String.format(Locale.ROOT, "after %,d steps", curves.get(c).steps());
            final double share = curves.size() == 1 ? 1 : (double) c / (curves.size() - 1);
            ChartStyle.curve(chart, name, x, curves.get(c).y(), between(EARLY, ChartStyle.TRAIN, share));
        }
        if (!many) {
            scatter(chart, train, inside, ChartStyle.TEST);
        }
        chart.getStyler().setXAxisMin(fit.from()).setXAxisMax(fit.to());
        return chart;
    }

    private static void scatter(XYChart chart, Dataset train, int[] samples, Color color) {
        final float[] targets = NetworkOutputs.targets(train);
        ChartStyle.scatter(
                chart,
                "training data",
                IntStream.of(samples).mapToDouble(n -> train.inputs().at(n)).toArray(),
                IntStream.of(samples).mapToDouble(n -> targets[n]).toArray(),
                color);
    }

    private static Color between(Color from, Color to, double share) {
        return new Color(
                (int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
                (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
                (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
    }
}
