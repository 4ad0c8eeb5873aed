package handgrad.host.run.repeat;

import handgrad.backend.DeviceException;
import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import handgrad.host.files.CsvFile;
import handgrad.host.json.Json;
import handgrad.host.run.ResumableRun;
import handgrad.host.run.RunControl;
import handgrad.host.run.RunInterruptedException;
import handgrad.host.run.RunReport;
import handgrad.host.run.TrainingRun;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.training.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * The same training with several seeds, one after the other, each in a folder of its own inside a common one.
 *
 * @param seeds the seeds, at least one
 * @param settings the settings of the run with a seed
 * @param control what acts on the runs from outside
 * @param log what is told on the way
 */
public record RepeatedTraining(List<Long> seeds, LongFunction<RunSettings> settings, RunControl control, RunLog log) {
    /** Copies the seeds. */
    public RepeatedTraining {
        seeds = List.copyOf(seeds);
    }

    /** The {@code config.json} of the common folder: enough to resume. */
    private record Configuration(List<String> commandLine, String workingFolder, List<Long> seeds) {}

    /** One of the runs. */
    @FunctionalInterface
    private interface Training {
        RunReport run(RunSettings settings, Path folder);
    }

    /**
     * Trains and writes.
     *
     * @param place where the common folder will be
     * @param finished hears of each run as it ends
     * @return the figures of all
     * @throws UserError if a run fails; the earlier ones' folders stay
     * @throws RunInterruptedException if it was asked to stop
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public RepeatReport start(RunFolderPlan place, Consumer<RunReport> finished) {
        final RunFolder folder = place.create();
        try {
            final Configuration configuration = new Configuration(
                    settings.apply(seeds.getFirst()).commandLine(), System.getProperty("user.dir"), seeds);
            AtomicFile.writeText(folder.config(), Json.text(configuration) + "\n");
            return runAll(
                    folder.path(),
                    finished,
                    (run, inside) -> new TrainingRun(run, RunFolderPlan.named(inside, place.overwrite()), control, log)
                            .run(new TrainingListener() {}));
        } catch (final UserError | DeviceException failure) {
            if (seeds.stream().noneMatch(seed -> Files.exists(inside(folder.path(), seed)))) {
                folder.removeConfig();
                folder.discard();
            }
            throw failure;
        }
    }

    /**
     * Goes on where {@link #start} was interrupted: finished runs are kept, a half-done one goes on from its
     * checkpoint.
     *
     * @param folder the common folder
     * @param toldDevice whether the user named the device
     * @param finished hears of each run as it ends, or was found to have ended
     * @return the figures of all
     * @throws UserError if a run fails
     * @throws RunInterruptedException if it was asked to stop
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public RepeatReport resume(Path folder, boolean toldDevice, Consumer<RunReport> finished) {
        new RunFolder(folder, List.of()).removeLeftovers();
        return runAll(
                folder,
                finished,
                (run, inside) ->
                        new ResumableRun(run, inside, toldDevice, control, log).run(new TrainingListener() {}));
    }

    /**
     * What came of the runs in a folder.
     *
     * @param folder a common folder
     * @return the report, or empty where they are not all finished
     * @throws UserError if the report cannot be read
     */
    public static Optional<RepeatReport> finished(Path folder) {
        final Path report = folder.resolve(RunFolder.REPEAT_REPORT);
        return Files.exists(report) ? Optional.of(Json.read(report, RepeatReport.class)) : Optional.empty();
    }

    private RepeatReport runAll(Path folder, Consumer<RunReport> finished, Training training) {
        final List<RunReport> reports = new ArrayList<>();
        for (final long seed : seeds) {
            if (control.stop().getAsBoolean()) {
                throw new RunInterruptedException(folder, 0, "before the run with seed " + seed);
            }
            try {
                reports.add(training.run(settings.apply(seed), inside(folder, seed)));
            } catch (final RunInterruptedException inRun) {
                throw inRun.in(folder, "seed " + seed);
            }
            finished.accept(reports.getLast());
        }
        final RepeatReport report =
                RepeatReport.of(settings.apply(seeds.getFirst()).model(), reports, folder);
        write(report);
        return report;
    }

    private static Path inside(Path folder, long seed) {
        return folder.resolve("seed" + seed);
    }

    private static void write(RepeatReport report) {
        final Path folder = report.folder();
        AtomicFile.writeText(folder.resolve(RunFolder.REPEAT_REPORT), Json.text(report) + "\n");
        CsvFile.write(
                folder.resolve(RunFolder.REPEAT_TABLE),
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
