package handgrad.host.run.folder;

import handgrad.host.files.CsvFile;
import handgrad.host.training.EpochResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tables of a run, as CSV with a header. Values that are not finite are written as NaN, Infinity or -Infinity. */
public final class RunTables {
    private RunTables() {}

    /**
     * Writes a row for each epoch, or for each report if several epochs lie between two. Running figures were measured
     * before each step changed the parameters.
     *
     * @param file the table to make or replace
     * @param epochs the figures
     */
    public static void writeMetrics(Path file, List<EpochResult> epochs) {
        CsvFile.write(
                file,
                List.of("epoch", "seconds", "running_loss", "running_accuracy", "test_loss", "test_accuracy"),
                epochs.stream()
                        .map(epoch -> List.of(
                                epoch.epoch(),
                                epoch.seconds(),
                                epoch.running().loss(),
                                epoch.running().accuracy(),
                                epoch.test().loss(),
                                epoch.test().accuracy()))
                        .toList());
    }

    /**
     * Writes a row for each step, counted from 1 through all epochs.
     *
     * @param file the table to make or replace
     * @param losses the loss of each step
     * @param stepsAnEpoch how many steps an epoch has
     */
    public static void writeSteps(Path file, List<Float> losses, int stepsAnEpoch) {
        final List<List<? extends Number>> rows = new ArrayList<>();
        for (int step = 0; step < losses.size(); step++) {
            rows.add(List.of(step + 1, step / stepsAnEpoch + 1, losses.get(step)));
        }
        CsvFile.write(file, List.of("step", "epoch", "loss"), rows);
    }
}
