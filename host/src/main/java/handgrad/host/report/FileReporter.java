package handgrad.host.report;

import handgrad.host.UserError;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.RunReporter;
import handgrad.host.run.RunReports;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.settings.RunLog;
import handgrad.host.training.EpochResult;
import handgrad.training.Report;
import handgrad.training.Report.Against;
import handgrad.training.Report.ByHand;
import handgrad.training.Report.CurveFit;
import handgrad.training.Report.DecisionBoundary;
import handgrad.training.Report.MeanLosses;
import handgrad.training.Report.Mistakes;
import handgrad.training.Report.ThresholdSweep;
import java.nio.file.Path;
import java.util.List;

/** Draws the charts of a run with XChart, and writes the reports of its model as tables and pictures. */
public final class FileReporter implements RunReporter {
    /**
     * {@inheritDoc}
     *
     * <p>A chart that cannot be drawn is noted in the log and does not fail the run: the figures are in the tables.
     */
    @Override
    public List<Path> draw(
            RunFolder folder, String title, List<EpochResult> epochs, List<Float> unfinished, RunLog log) {
        return new RunCharts(title).draw(folder, epochs, unfinished, log);
    }

    /**
     * Writes the answers of a classifier, and the reports that the run's model asks for.
     *
     * @throws UserError if a file cannot be written
     */
    @Override
    public RunReports report(FinishedRun run, RunFolder folder, RunLog log) {
        final ReportFiles files = new ReportFiles(folder.path(), log::note);
        AnswersReport.write(run, files);
        for (final Report report : run.model().reports()) {
            switch (report) {
                case CurveFit fit -> FitReport.write(fit, run, files);
                case DecisionBoundary boundary -> BoundaryReport.write(boundary, run, files);
                case Mistakes mistakes -> MistakesReport.write(mistakes, run, files);
                case ThresholdSweep sweep -> ThresholdReport.write(sweep, run, files);
                case MeanLosses losses -> MeanLossesReport.write(losses, run, files);
                case ByHand byHand -> ByHandReport.write(run, files);
                case Against against -> AgainstReport.write(against, run, files);
            }
        }
        return files.done();
    }
}
