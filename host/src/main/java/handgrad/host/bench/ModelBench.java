package handgrad.host.bench;

import handgrad.backend.DevicePeaks;
import handgrad.host.UserError;
import handgrad.host.bench.BenchCase.Row;
import handgrad.host.bench.BenchReport.Failure;
import handgrad.host.bench.BenchReport.Peaks;
import handgrad.host.json.Json;
import handgrad.host.measure.Environment;
import handgrad.host.measure.FreshProcess;
import handgrad.host.measure.Measurement;
import handgrad.host.measure.Measurement.Epoch;
import handgrad.host.measure.StepTimes;
import handgrad.training.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Times models on devices, each several times, in a fresh process each time.
 *
 * @param models which models
 * @param named whether they were asked for by name
 * @param devices which devices
 * @param runs how many processes each figure is from
 * @param words the options of the measuring processes
 * @param progress hears how it gets on
 */
public record ModelBench(
        List<Model> models,
        boolean named,
        List<String> devices,
        int runs,
        List<String> words,
        Consumer<String> progress) {
    /** Copies the lists. */
    public ModelBench {
        models = List.copyOf(models);
        devices = List.copyOf(devices);
        words = List.copyOf(words);
    }

    /**
     * Times them.
     *
     * @param command repeats it
     * @return the figures
     */
    public BenchReport run(String command) {
        final Environment environment = Environment.current();
        final PeakBench peakBench = new PeakBench(words, progress);
        final List<Peaks> peaks = new ArrayList<>();
        final List<BenchRow> rows = new ArrayList<>();
        final List<Failure> failures = new ArrayList<>();
        for (final String device : devices) {
            final Optional<DevicePeaks> peak = peakBench.of(device, failures::add);
            peak.ifPresent(found -> peaks.add(new Peaks(device, found)));
            for (final Model model : models) {
                BenchCase.of(model, device, named)
                        .ifPresentOrElse(
                                which -> rows.addAll(rows(which, device, peak, failures::add)),
                                () -> failures.add(new Failure(
                                        device,
                                        model.name(),
                                        "left out: an epoch takes most of an hour; name the model to have it timed")));
            }
        }
        return new BenchReport(
                BenchReport.KIND, BenchReport.VERSION, environment, command, runs, peaks, rows, failures);
    }

    private List<BenchRow> rows(
            BenchCase which, String device, Optional<DevicePeaks> peaks, Consumer<Failure> failures) {
        final List<String> all = new ArrayList<>(List.of("measure", which.model(), "--device", device));
        all.addAll(List.of("--epochs", Integer.toString(which.epochs())));
        all.addAll(words);
        final List<Measurement> measured = new ArrayList<>();
        try {
            for (int run = 1; run <= runs; run++) {
                final String label = "%-8s%-22srun %d of %d".formatted(device, which.model(), run, runs);
                progress.accept(label);
                measured.add(Json.read(
                        FreshProcess.run(all, line -> progress.accept(label + "  " + line)), Measurement.class));
            }
        } catch (final UserError failure) {
            failures.accept(new Failure(device, which.model(), failure.getMessage()));
            return List.of();
        }
        return which.rows().stream()
                .map(row -> row(row, device, measured, peaks))
                .toList();
    }

    private static BenchRow row(Row row, String device, List<Measurement> measured, Optional<DevicePeaks> peaks) {
        final Measurement first = measured.getFirst();
        final Measurement.Setting setting = first.setting();
        final List<Double> seconds =
                measured.stream().map(each -> seconds(row, each)).toList();
        final long epochs = row == Row.TRAINING ? setting.epochs() : 1;
        final long steps = epochs * setting.stepsPerEpoch();
        final double median = median(seconds);
        // The samples of an epoch, recovered from the speed that the process reported.
        final double samplesPerStep = first.samplesPerSecond() * first.secondsPerStep();
        final double flops = (double) setting.flopsPerStep() / setting.batch() * samplesPerStep * steps / median;
        return new BenchRow(
                setting.model(),
                device,
                first.deviceName(),
                row.text(),
                what(row, setting, steps),
                new BenchRow.Spread(
                        median,
                        seconds.stream().min(Double::compare).orElseThrow(),
                        seconds.stream().max(Double::compare).orElseThrow(),
                        seconds),
                steps,
                median / steps,
                samplesPerStep * steps / median,
                flops,
                peaks.map(peak -> flops / peak.flopsPerSecond()).orElse(null),
                medianOf(measured, Measurement::startUpSeconds),
                medianOf(measured, Measurement::processSeconds),
                measured.stream()
                        .map(Measurement::peakResidentBytes)
                        .filter(Objects::nonNull)
                        .max(Long::compare)
                        .orElse(null),
                first.epochs().getLast().testAccuracy());
    }

    private static double seconds(Row row, Measurement training) {
        return switch (row) {
            case TRAINING -> training.startUpSeconds() + training.trainSeconds();
            case EPOCH ->
                training.startUpSeconds() + training.epochs().getFirst().seconds();
            case STEADY_EPOCH ->
                median(training.epochs().stream()
                        .skip(BenchCase.WARM_UP_EPOCHS)
                        .map(Epoch::seconds)
                        .toList());
        };
    }

    private static String what(Row row, Measurement.Setting setting, long steps) {
        return switch (row) {
            case TRAINING ->
                setting.epochs() == 1
                        ? "start-up and 1 epoch"
                        : "start-up and %,d steps in %,d epochs".formatted(steps, setting.epochs());
            case EPOCH -> "start-up and the first epoch";
            case STEADY_EPOCH ->
                "epochs %d to %d of each run, their median".formatted(BenchCase.WARM_UP_EPOCHS + 1, setting.epochs());
        };
    }

    private static double medianOf(List<Measurement> measured, ToDoubleFunction<Measurement> figure) {
        return median(measured.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Double> values) {
        return StepTimes.quantile(values.stream().sorted().toList(), 0.5);
    }
}
