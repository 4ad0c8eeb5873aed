package handgrad.host.report;

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
import java.util.function.Consumer;

/**
 * What the reports of a run brought.
 *
 * @param files the pictures and tables
 * @param findings a line each, for the result
 */
public record RunReports(List<Path> files, List<String> findings) {
    /** Every file that a report writes, so that those of an earlier run can be removed. */
    public static final List<String> FILES = List.of(
            AnswersReport.CONFUSION,
            AnswersReport.TABLE,
            AnswersReport.PICTURE,
            FitReport.TABLE,
            FitReport.PICTURE,
            BoundaryReport.TABLE,
            BoundaryReport.PICTURE,
            MistakesReport.TABLE,
            MistakesReport.PICTURE,
            ThresholdReport.TABLE,
            ThresholdReport.PICTURE,
            MeanLossesReport.TABLE,
            MeanLossesReport.PICTURE,
            ByHandReport.TABLE,
            ByHandReport.PICTURE,
            AgainstReport.TABLE,
            AgainstReport.PICTURE);

    /**
     * Writes the answers of a classifier, and the reports that the model of a run calls for.
     *
     * @param run the run
     * @param folder where the files go
     * @param notes hears of a picture that could not be drawn
     * @return the files and findings
     * @throws handgrad.host.UserError if a file cannot be written
     */
    public static RunReports write(FinishedRun run, Path folder, Consumer<String> notes) {
        final ReportFiles files = new ReportFiles(folder, notes);
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
