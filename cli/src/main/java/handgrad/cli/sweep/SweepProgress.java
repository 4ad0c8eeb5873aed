package handgrad.cli.sweep;

import handgrad.cli.console.Figures;
import handgrad.host.run.settings.RunLog;
import handgrad.host.sweep.SweepListener;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.grid.Trial;

/** A line for each trial that ends. */
final class SweepProgress implements SweepListener {
    private final int trials;
    private final RunLog log;
    private int ended;

    /** Lines for a sweep. */
    SweepProgress(SweepDefinition definition, RunLog log) {
        this.trials = definition.trials().size();
        this.log = log;
    }

    @Override
    public synchronized void started(int count, int earlier) {
        ended = earlier;
        log.note(Figures.format("sweep   %s trials", Figures.count(count))
                + (earlier == 0 ? "" : Figures.format(", %s of them ended before", Figures.count(earlier))));
    }

    @Override
    public synchronized void ended(Trial trial, TrialState state) {
        ended++;
        log.note(Figures.format("[%d/%d] ", ended, trials) + line(trial, state));
    }

    @Override
    public void waiting(int count) {
        log.note(Figures.format("waiting for %s that other processes run", count == 1 ? "a trial" : count + " trials"));
    }

    /** How a trial ended. */
    static String line(Trial trial, TrialState state) {
        return switch (state) {
            case Finished finished ->
                Figures.format(
                        "%s  test accuracy %s  test loss %s  %s",
                        trial.name(),
                        Figures.percent(finished.figures().testAccuracy()),
                        Figures.loss(finished.figures().testLoss()),
                        Figures.seconds(finished.figures().trainSeconds()));
            case Failed failed -> trial.name() + "  failed: " + failed.reason();
            case TrialState.Open _ -> trial.name() + "  not ended";
        };
    }
}
