package handgrad.host.bench;

import handgrad.backend.DevicePeaks;
import handgrad.host.UserError;
import handgrad.host.bench.BenchReport.Failure;
import handgrad.host.bench.OpsReport.OfDevice;
import handgrad.host.bench.OpsReport.OfModel;
import handgrad.host.bench.OpsReport.OfOp;
import handgrad.host.json.Json;
import handgrad.host.measure.Environment;
import handgrad.host.measure.FreshProcess;
import handgrad.host.profile.ProfileReport;
import handgrad.host.profile.ProfileRow;
import handgrad.training.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures every op of models where it does its work: in a training step, with its inputs where the op before has left them. An op by itself would be
 * measured with its inputs in another layout, and in another cache.
 *
 * @param models which models
 * @param devices which devices
 * @param words the options of the measuring processes
 * @param progress hears how it gets on
 */
public record OpBench(List<Model> models, List<String> devices, List<String> words, Consumer<String> progress) {
    /** Long enough for the JIT compiler, short enough for all models to be through in three minutes. */
    private static final String SECONDS = "0.7";

    /** Copies the lists. */
    public OpBench {
        models = List.copyOf(models);
        devices = List.copyOf(devices);
        words = List.copyOf(words);
    }

    /**
     * Measures.
     *
     * @param command repeats it
     * @return the figures
     */
    public OpsReport run(String command) {
        final Environment environment = Environment.current();
        final List<OfDevice> measured = new ArrayList<>();
        final List<Failure> failures = new ArrayList<>();
        final PeakBench peakBench = new PeakBench(words, progress);
        for (final String device : devices) {
            final Optional<DevicePeaks> before = peakBench.of(device, failures::add);
            if (before.isPresent()) {
                final List<ProfileReport> profiles = models.stream()
                        .flatMap(model -> profile(device, model, failures::add).stream())
                        .toList();
                // Clocks go up and down, and other programs come and go: so the peaks are measured before and after.
                final DevicePeaks peaks = peakBench
                        .of(device, failures::add)
                        .map(before.get()::best)
                        .orElse(before.get());
                measured.add(device(device, peaks, profiles));
            }
        }
        return new OpsReport(OpsReport.KIND, OpsReport.VERSION, environment, command, measured, failures);
    }

    private static OfDevice device(String device, DevicePeaks peaks, List<ProfileReport> profiles) {
        return new OfDevice(
                device,
                profiles.isEmpty() ? "" : profiles.getFirst().deviceName(),
                profiles.isEmpty() ? 0 : profiles.getFirst().threads(),
                peaks,
                profiles.stream().map(profile -> model(profile, peaks)).toList());
    }

    private Optional<ProfileReport> profile(String device, Model model, Consumer<Failure> failures) {
        progress.accept("%-8s%s".formatted(device, model.name()));
        final List<String> all = new ArrayList<>(List.of("profile", model.name(), "--device", device));
        all.addAll(List.of("--json", "--quiet", "--seconds", SECONDS));
        all.addAll(words);
        try {
            return Optional.of(Json.read(FreshProcess.run(all, _ -> {}), ProfileReport.class));
        } catch (final UserError failure) {
            failures.accept(new Failure(device, model.name(), failure.getMessage()));
            return Optional.empty();
        }
    }

    /** A step's ops against the peaks of the threads that worked on it: a device that has one thread has one thread's peaks. */
    private static OfModel model(ProfileReport profile, DevicePeaks peaks) {
        final boolean oneOfMany = profile.tracks() == 1 && profile.device().equals("cpu");
        final DevicePeaks ofTracks = oneOfMany ? peaks.times(1.0 / profile.threads()) : peaks;
        return new OfModel(
                profile.model(),
                profile.batch(),
                profile.tracks(),
                profile.stepSeconds(),
                profile.rows().stream()
                        .filter(row -> !row.ops().isEmpty() && row.seconds() > 0)
                        .sorted(Comparator.comparingDouble(ProfileRow::seconds).reversed())
                        .map(row -> op(row, ofTracks))
                        .toList());
    }

    private static OfOp op(ProfileRow row, DevicePeaks peaks) {
        final long workingSet = row.bytes() / Math.max(1, row.tasks());
        final double flops = row.flops() / row.seconds();
        final double bytes = row.bytes() / row.seconds();
        return new OfOp(
                row.name(),
                row.ops(),
                row.tensor(),
                row.seconds(),
                row.share(),
                row.flops(),
                row.bytes(),
                workingSet,
                flops,
                bytes,
                (double) row.flops() / Math.max(1, row.bytes()),
                flops / peaks.flopsPerSecond(),
                bytes / peaks.bandwidthOf(workingSet));
    }
}
