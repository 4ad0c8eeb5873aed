package handgrad.host.page.content;

import static handgrad.host.page.content.MeasurementFacts.device;
import static handgrad.host.page.content.MeasurementFacts.number;
import static handgrad.host.page.content.MeasurementFacts.shown;

import handgrad.host.page.part.Axis;
import handgrad.host.page.part.Axis.Format;
import handgrad.host.page.part.Chart;
import handgrad.host.page.part.Fact;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.part.Series;
import handgrad.host.page.part.Series.Look;
import handgrad.host.page.part.Table;
import handgrad.host.page.part.Table.Column;
import handgrad.host.page.source.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One training on several devices: which is fastest, by how much, and whether their results agree.
 *
 * @param figures what compare measured
 */
public record ComparisonContent(JsonObject figures) implements Content {
    @Override
    public String title() {
        return figures.required("model") + " on "
                + String.join(
                        ", ", devices().stream().map(MeasurementFacts::device).toList());
    }

    @Override
    public String lead() {
        return figures.text("answer").orElse("One training, the same on each device.");
    }

    private List<JsonObject> devices() {
        return figures.objects("devices");
    }

    @Override
    public void write(Part part) {
        part.tiles(devices().stream()
                .map(device -> new Fact(
                        "A step on " + device(device), Quantity.seconds(number(device, "steadyStep", "median"))))
                .toList());
        final Part times = part.part("Times");
        times.charts(List.of(
                bars(
                        "Steady step",
                        "Median of a step after warm-up; the line spans the 10th to the 90th percentile.",
                        device -> number(device, "steadyStep", "median"),
                        true),
                bars(
                        "Whole training",
                        "All epochs, warm-up included.",
                        device -> number(device, "trainSeconds"),
                        false)));
        times.table(timesTable());
        times.note(
                "Warm-up steps are left out of the steady step and are in the whole training. Device work is finished"
                        + " before a clock is read.");
        new AgreementFigures(figures).append(part);
        learning(part);
        BatchFigures.append(part, figures);
        part.part("Configuration").facts(configuration());
        MeasurementFacts.append(part, figures);
    }

    private Chart bars(String title, String what, Function<JsonObject, Double> figure, boolean spread) {
        final List<Double> values = devices().stream().map(figure).toList();
        final List<String> names =
                devices().stream().map(MeasurementFacts::device).toList();
        final String summary = what + " "
                + String.join(
                        ", ",
                        IntStream.range(0, names.size())
                                .mapToObj(i -> names.get(i) + " " + Quantity.seconds(values.get(i)))
                                .toList())
                + ".";
        Series series = Series.of("time", Look.BARS, 0, Curves.positions(values.size()), values);
        if (spread) {
            series = series.spread(
                    devices().stream()
                            .map(device -> number(device, "steadyStep", "p10"))
                            .toList(),
                    devices().stream()
                            .map(device -> number(device, "steadyStep", "p90"))
                            .toList());
        }
        return new Chart(
                title,
                summary,
                Axis.linear("device", Format.NUMBER),
                Axis.linear("time", Format.SECONDS).fromZero(),
                List.of(series),
                names);
    }

    private Table timesTable() {
        final List<Column> columns = Stream.concat(
                        Stream.of(Column.text("figure")),
                        devices().stream().map(device -> Column.number(device(device))))
                .toList();
        final List<List<String>> rows = List.of(
                row("device", device -> shown(device, "deviceName")),
                row("start-up: planning, kernel compilation", seconds("startUpSeconds")),
                row("upload of data and parameters", seconds("uploadSeconds")),
                row("first step", seconds("firstStepSeconds")),
                row("warm-up steps", device -> Quantity.count(number(device, "warmUpSteps"))),
                row("warm-up", seconds("warmUpSeconds")),
                row("steady step, 10th percentile", device -> Quantity.seconds(number(device, "steadyStep", "p10"))),
                row("steady step, median", device -> Quantity.seconds(number(device, "steadyStep", "median"))),
                row("steady step, 90th percentile", device -> Quantity.seconds(number(device, "steadyStep", "p90"))),
                row("training", seconds("trainSeconds")),
                row("samples a second", device -> Quantity.count(number(device, "samplesPerSecond"))),
                row("arithmetic", device -> Quantity.rate(number(device, "flopsPerSecond"), "FLOP")),
                row("to the target accuracy", device -> Quantity.seconds(number(device, "target", "seconds"))),
                row("bytes to the device, set-up", device -> moved(device, "setUpBytes", "toDevice")),
                row("bytes to the device, an epoch", device -> moved(device, "epochBytes", "toDevice")),
                row("bytes from the device, an epoch", device -> moved(device, "epochBytes", "fromDevice")),
                row("launches a step", device -> Quantity.number(number(device, "launchesPerStep"))),
                row("memory on the device", device -> Quantity.bytes(number(device, "deviceMemoryBytes"))),
                row("peak memory of the process", device -> Quantity.bytes(number(device, "peakResidentBytes"))),
                row("the whole process", seconds("processSeconds")));
        final List<List<String>> known = rows.stream()
                .filter(row -> row.stream().skip(1).anyMatch(value -> !value.equals(Quantity.UNKNOWN)))
                .toList();
        return new Table("Every figure, by device", columns, known);
    }

    /** For a device that computes in the host's memory, nothing is copied. */
    private static String moved(JsonObject device, String when, String where) {
        return device.truth("sharesHostMemory").orElse(false) ? "none" : Quantity.bytes(number(device, when, where));
    }

    private List<String> row(String name, Function<JsonObject, String> figure) {
        return Stream.concat(Stream.of(name), devices().stream().map(figure)).toList();
    }

    private static Function<JsonObject, String> seconds(String key) {
        return device -> Quantity.seconds(number(device, key));
    }

    private void learning(Part part) {
        final List<Series> series = new ArrayList<>();
        for (int i = 0; i < devices().size(); i++) {
            final List<JsonObject> epochs = devices().get(i).objects("epochs");
            series.add(Series.of(
                    device(devices().get(i)),
                    Look.MARKED,
                    i,
                    epochs.stream().map(epoch -> number(epoch, "epoch")).toList(),
                    epochs.stream().map(epoch -> number(epoch, "testLoss")).toList()));
        }
        final Chart chart = Chart.of(
                "Test loss by epoch",
                "The same seed, data, order and first parameters on each device: curves that agree lie on top of each"
                        + " other.",
                Curves.EPOCHS,
                Curves.lossAxis(series.stream().map(Series::y).toList()),
                series);
        if (chart.hasPoints()) {
            part.part("Learning").charts(List.of(chart));
        }
    }

    private List<Fact> configuration() {
        return Fact.known(List.of(
                Fact.of("Model", figures.text("title").or(() -> figures.text("model"))),
                Fact.of("Parameters", count("parameters")),
                Fact.of(
                        "Data",
                        figures.text("dataset")
                                .map(name -> name + ", " + Quantity.count(number(figures, "trainSamples")) + " + "
                                        + Quantity.count(number(figures, "testSamples")) + " samples")),
                Fact.of("Found in", figures.text("datasetOrigin")),
                Fact.of("Epochs", count("epochs")),
                Fact.of("Batch", count("batch")),
                Fact.of("Steps an epoch", count("stepsPerEpoch")),
                Fact.of("Learning rate", figures.shown("learningRate")),
                Fact.of("Operations a step", count("flopsPerStep")),
                Fact.of("Seed", figures.shown("seed")),
                Fact.of("Random numbers", figures.text("rng")),
                Fact.of("Threads", count("threads"))));
    }

    private Optional<String> count(String key) {
        return figures.number(key).stream().mapToObj(Quantity::count).findFirst();
    }
}
