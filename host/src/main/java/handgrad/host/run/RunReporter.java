package handgrad.host.run;

import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.settings.RunLog;
import handgrad.host.training.EpochResult;
import java.nio.file.Path;
import java.util.List;

/** What a run writes besides its parameters and tables. Training itself draws nothing and needs no library for it. */
public interface RunReporter {
    /** Writes nothing. */
    RunReporter NONE = new RunReporter() {
        @Override
        public List<Path> draw(
                RunFolder folder, String title, List<EpochResult> epochs, List<Float> unfinished, RunLog log) {
            return List.of();
        }

        @Override
        public RunReports report(FinishedRun run, RunFolder folder, RunLog log) {
            return RunReports.NONE;
        }
    };

    /**
     * Draws the loss over the steps and the accuracy over the epochs, also of a run that failed.
     *
     * @param folder where the charts go
     * @param title heads each chart
     * @param epochs the epochs that ended well
     * @param unfinished the losses of the steps of an epoch that did not, or none
     * @param log hears of a chart that could not be drawn
     * @return the files that were written
     */
    List<Path> draw(RunFolder folder, String title, List<EpochResult> epochs, List<Float> unfinished, RunLog log);

    /**
     * Writes the reports on a run that ended well.
     *
     * @param run the run
     * @param folder where the files go
     * @param log hears of a picture that could not be drawn
     * @return the files that were written, and a line for each finding
     */
    RunReports report(FinishedRun run, RunFolder folder, RunLog log);
}
