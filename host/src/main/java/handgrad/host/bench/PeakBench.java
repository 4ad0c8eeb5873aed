package handgrad.host.bench;

import handgrad.backend.DevicePeaks;
import handgrad.host.UserError;
import handgrad.host.bench.BenchReport.Failure;
import handgrad.host.json.Json;
import handgrad.host.measure.FreshProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures what devices can do at most, each in a fresh process.
 *
 * @param words the options of the measuring processes, of which the number of threads counts
 * @param progress hears how it gets on
 */
record PeakBench(List<String> words, Consumer<String> progress) {
    PeakBench {
        words = List.copyOf(words);
    }

    /** The peaks of a device; empty, with the reason in the log, if they cannot be measured. */
    Optional<DevicePeaks> of(String device, Consumer<Failure> failures) {
        progress.accept("%-8smeasures its peaks".formatted(device));
        return again(device, failures);
    }

    /** The same without a log line. */
    Optional<DevicePeaks> again(String device, Consumer<Failure> failures) {
        final int threads = words.indexOf("--threads");
        return measure(device, threads < 0 ? List.of() : words.subList(threads, threads + 2), failures);
    }

    /** The peaks of one of a device's threads while the others do nothing. */
    Optional<DevicePeaks> ofOneThread(String device, Consumer<Failure> failures) {
        return measure(device, List.of("--threads", "1"), failures);
    }

    private static Optional<DevicePeaks> measure(String device, List<String> threads, Consumer<Failure> failures) {
        final List<String> all = new ArrayList<>(List.of("measure-peaks", "--device", device));
        all.addAll(threads);
        try {
            return Optional.of(Json.read(FreshProcess.run(all, _ -> {}), DevicePeaks.class));
        } catch (final UserError failure) {
            failures.accept(new Failure(device, "", failure.getMessage()));
            return Optional.empty();
        }
    }
}
