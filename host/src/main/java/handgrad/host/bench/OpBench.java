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
 * Measures every op of models where it does its work: in a training step, with its inputs where the op before has left
 * them. Measured alone, an op would find its inputs in another layout and at another cache level.
 *
 * @param models which models
 * @param devices which devices
 * @param words the options of the measuring processes
 * @param progress hears how it gets on
 */
public record OpBench(List<Model> models, List<String> devices, List<String> words, Consumer<String> progress) {
    /** Long enough for the JIT compiler to finish, short enough to measure all models in three minutes. */
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
        final List<Failure> failures = new ArrayList<>();
        final List<OfDevice> measured = devices.stream()
                .flatMap(device -> device(device, failures::add).stream())
                .toList();
        return new OpsReport(OpsReport.KIND, OpsReport.VERSION, environment, command, measured, failures);
    }

    /** Clock rates and other programs' load change within seconds, so the peaks are measured again after each model. */
    private Optional<OfDevice> device(String device, Consumer<Failure> failures) {
        final PeakBench peakBench = new PeakBench(words, progress);
        final Optional<DevicePeaks> before = peakBench.of(device, failures);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        DevicePeaks peaks = before.get();
        DevicePeaks oneThread = null;
        final List<ProfileReport> profiles = new ArrayList<>();
        for (final Model model : models) {
            final Optional<ProfileReport> profile = profile(device, model, failures);
            if (profile.isPresent() && isByOneOfMany(profile.get())) {
                oneThread = better(oneThread, peakBench.ofOneThread(device, failures));
            } else if (profile.isPresent()) {
                peaks = better(peaks, peakBench.again(device, failures));
            }
            profile.ifPresent(profiles::add);
        }
        final DevicePeaks all = peaks;
        final DevicePeaks one = oneThread == null ? peaks : oneThread;
        return Optional.of(new OfDevice(
                device,
                profiles.isEmpty() ? "" : profiles.getFirst().deviceName(),
                profiles.isEmpty() ? 0 : profiles.getFirst().threads(),
                all,
                oneThread,
                profiles.stream()
                        .map(profile -> model(profile, isByOneOfMany(profile) ? one : all))
                        .toList()));
    }

    private static DevicePeaks better(DevicePeaks earlier, Optional<DevicePeaks> later) {
        return earlier == null ? later.orElse(null) : later.map(earlier::best).orElse(earlier);
    }

    /** Whether one thread does the whole step alone, and so has the core's clock and caches to itself. */
    private static boolean isByOneOfMany(ProfileReport profile) {
        return profile.device().equals("cpu") && profile.tracks() == 1 && profile.threads() > 1;
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

    /** A step's ops against the peaks of the threads that worked on it. */
    private static OfModel model(ProfileReport profile, DevicePeaks peaks) {
        return new OfModel(
                profile.model(),
                profile.batch(),
                profile.tracks(),
                profile.stepSeconds(),
                profile.rows().stream()
                        .filter(row -> !row.ops().isEmpty() && row.seconds() > 0)
                        .sorted(Comparator.comparingDouble(ProfileRow::seconds).reversed())
                        .map(row -> op(row, profile.tracks(), peaks))
                        .toList());
    }

    /**
     * The least time for traffic is the larger of two: all bytes at the bandwidth of the cache that holds the working
     * set, and the data set's bytes at the bandwidth of the level that holds these.
     */
    private static OfOp op(ProfileRow row, int tracks, DevicePeaks peaks) {
        final long workingSet = row.bytes() / Math.max(1, row.tasks());
        final double least = Math.max(
                row.bytes() / peaks.bandwidthOf(workingSet),
                row.dataBytes() / peaks.bandwidthOf(row.visitedBytes() / tracks));
        return new OfOp(
                row.name(),
                row.ops(),
                row.tensor(),
                row.seconds(),
                row.share(),
                row.flops(),
                row.bytes(),
                row.dataBytes(),
                workingSet,
                row.visitedBytes(),
                row.flops() / row.seconds(),
                row.bytes() / row.seconds(),
                (double) row.flops() / Math.max(1, row.bytes()),
                row.flops() / row.seconds() / peaks.flopsPerSecond(),
                least / row.seconds());
    }
}
