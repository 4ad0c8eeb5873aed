package handgrad.host.page.content;

import handgrad.host.page.part.Axis;
import handgrad.host.page.part.Axis.Format;
import handgrad.host.page.part.Axis.Scale;
import handgrad.host.page.part.Chart;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.part.Series;
import handgrad.host.page.part.Series.Look;
import handgrad.host.page.source.CsvTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** How training went: charts of a run's metrics and steps. */
final class Curves {
    /** More points than a screen is wide; where there are more steps, each point is the mean of several. */
    private static final int MOST_POINTS = 2000;

    /** From this many points on, a moving mean shows the trend in noisy losses. */
    private static final int SMOOTH_FROM = 100;

    /** The moving mean spans this part of the run. */
    private static final int WINDOWS = 50;

    /** From this ratio of largest to smallest loss on, a linear axis would hide the end of the run. */
    private static final double LOGARITHMIC_FROM = 20;

    static final Axis EPOCHS = Axis.linear("epoch", Format.COUNT);

    private Curves() {}

    /** The loss of training and test set over the epochs. */
    static Chart loss(CsvTable metrics) {
        final List<Double> epochs = metrics.numbers("epoch");
        final List<Double> running = metrics.numbers("running_loss");
        final List<Double> test = metrics.numbers("test_loss");
        return Chart.of(
                "Loss by epoch",
                "Training " + change(epochs, running, Quantity::number) + ". Test "
                        + change(epochs, test, Quantity::number) + lowest(epochs, test) + ".",
                EPOCHS,
                lossAxis(List.of(running, test)),
                List.of(
                        Series.of("training, while the epoch went on", Look.MARKED, 0, epochs, running),
                        Series.of("test, after the epoch", Look.MARKED, 1, epochs, test)));
    }

    /** The accuracy of training and test set over the epochs. */
    static Chart accuracy(CsvTable metrics) {
        final List<Double> epochs = metrics.numbers("epoch");
        final List<Double> running = metrics.numbers("running_accuracy");
        final List<Double> test = metrics.numbers("test_accuracy");
        return Chart.of(
                "Accuracy by epoch",
                "Training " + change(epochs, running, Quantity::percent) + ". Test "
                        + change(epochs, test, Quantity::percent) + ".",
                EPOCHS,
                Axis.linear("answered right", Format.PERCENT),
                List.of(
                        Series.of("training, while the epoch went on", Look.MARKED, 0, epochs, running),
                        Series.of("test, after the epoch", Look.MARKED, 1, epochs, test)));
    }

    /** The loss of every step. */
    static Chart steps(CsvTable table) {
        final List<Double> all = table.numbers("loss");
        final int each = Math.max(1, Math.ceilDiv(all.size(), MOST_POINTS));
        final List<Double> steps = new ArrayList<>();
        final List<Double> losses = new ArrayList<>();
        for (int from = 0; from < all.size(); from += each) {
            final int to = Math.min(all.size(), from + each);
            steps.add((from + 1 + to) / 2.0);
            losses.add(mean(all.subList(from, to)));
        }
        final List<Series> series = new ArrayList<>();
        series.add(Series.of(each == 1 ? "each step" : "mean of " + each + " steps", Look.FAINT, 0, steps, losses));
        if (losses.size() >= SMOOTH_FROM) {
            final int half = losses.size() / WINDOWS / 2;
            final List<Double> smooth = IntStream.range(0, losses.size())
                    .mapToObj(i -> mean(losses.subList(Math.max(0, i - half), Math.min(losses.size(), i + half + 1))))
                    .toList();
            series.add(Series.of(
                    "moving mean of " + Quantity.count((2L * half + 1) * each) + " steps",
                    Look.LINE,
                    0,
                    steps,
                    smooth));
        }
        final List<Double> described = series.getLast().y();
        return Chart.of(
                "Loss by step",
                "The loss of " + Quantity.count(all.size()) + " steps: "
                        + (described.isEmpty()
                                ? "none."
                                : "about " + Quantity.number(described.getFirst()) + " at the beginning, "
                                        + Quantity.number(described.getLast()) + " at the end."),
                Axis.linear("step", Format.COUNT),
                lossAxis(List.of(losses)),
                series);
    }

    /** How long the epochs took. */
    static Chart seconds(CsvTable metrics) {
        final List<Double> epochs = metrics.numbers("epoch");
        final List<Double> seconds = metrics.numbers("seconds");
        return new Chart(
                "Time by epoch",
                "The first took " + Quantity.seconds(seconds.getFirst()) + ", the last "
                        + Quantity.seconds(seconds.getLast()) + ". The first one pays for warm-up.",
                Axis.linear("up to epoch", Format.COUNT),
                Axis.linear("seconds", Format.SECONDS).fromZero(),
                List.of(Series.of("time", Look.BARS, 0, positions(seconds.size()), seconds)),
                epochs.stream().map(Quantity::count).toList());
    }

    /** 0, 1, 2 …: the bars of a chart. */
    static List<Double> positions(int count) {
        return IntStream.range(0, count).mapToObj(i -> (double) i).toList();
    }

    /** An axis of losses, logarithmic where a linear one would hide most of them. */
    static Axis lossAxis(List<List<Double>> losses) {
        final double[] finite = losses.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        final boolean wide =
                finite.length > 1 && finite[0] > 0 && finite[finite.length - 1] > LOGARITHMIC_FROM * finite[0];
        return new Axis("loss", wide ? Scale.LOGARITHMIC : Scale.LINEAR, Format.NUMBER, null, null);
    }

    /** Where a curve begins and ends. */
    static String change(List<Double> x, List<Double> y, DoubleFunction<String> format) {
        if (y.isEmpty()) {
            return "has no figures";
        }
        if (y.size() == 1) {
            return format.apply(y.getFirst()) + " in epoch " + Quantity.count(x.getFirst());
        }
        return format.apply(y.getFirst()) + " in epoch " + Quantity.count(x.getFirst()) + ", "
                + format.apply(y.getLast()) + " in epoch " + Quantity.count(x.getLast());
    }

    private static String lowest(List<Double> x, List<Double> y) {
        int lowest = 0;
        for (int i = 1; i < y.size(); i++) {
            if (y.get(i) < y.get(lowest)) {
                lowest = i;
            }
        }
        return y.size() < 3
                ? ""
                : ", lowest " + Quantity.number(y.get(lowest)) + " in epoch " + Quantity.count(x.get(lowest));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
