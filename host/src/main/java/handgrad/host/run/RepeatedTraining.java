package handgrad.host.run;

import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import handgrad.host.files.CsvFile;
import handgrad.host.json.Json;
import handgrad.host.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * The same training with several seeds, one after the other, each in a folder of its own inside a common one.
 *
 * @param seeds the seeds, at least one
 * @param settings the settings of the run with a seed
 * @param place where the common folder will be
 * @param log what is told on the way
 */
public record RepeatedTraining(List<Long> seeds, LongFunction<RunSettings> settings, RunFolderPlan place, RunLog log) {
    /** Copies the seeds. */
    public RepeatedTraining {
        seeds = List.copyOf(seeds);
    }

    /**
     * Trains and writes.
     *
     * @param finished hears of each run as it ends
     * @return the figures of all
     * @throws UserError if a run fails; the earlier ones' folders stay
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public RepeatReport run(Consumer<RunReport> finished) {
        final RunFolder folder = place.create();
        final List<RunReport> reports = new ArrayList<>();
        try {
            for (final long seed : seeds) {
                final RunFolderPlan inside =
                        RunFolderPlan.named(folder.path().resolve("seed" + seed), place.overwrite());
                reports.add(new TrainingRun(settings.apply(seed), inside, log).run(new TrainingListener() {}));
                finished.accept(reports.getLast());
            }
        } finally {
            folder.discard();
        }
        final RepeatReport report =
                RepeatReport.of(settings.apply(seeds.getFirst()).model(), reports, folder.path());
        write(report);
        return report;
    }

    private static void write(RepeatReport report) {
        final Path folder = report.folder();
        AtomicFile.writeText(folder.resolve("repeat.json"), Json.text(report) + "\n");
        CsvFile.write(
                folder.resolve("repeat.csv"),
                List.of("seed", "test_accuracy", "test_loss", "train_accuracy", "train_seconds", "test_seconds"),
                report.runs().stream()
                        .map(run -> List.<Number>of(
                                run.seed(),
                                run.testAccuracy(),
                                run.testLoss(),
                                run.trainAccuracy(),
                                run.trainSeconds(),
                                run.testSeconds()))
                        .toList());
    }
}
