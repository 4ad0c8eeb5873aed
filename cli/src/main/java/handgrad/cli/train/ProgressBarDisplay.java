package handgrad.cli.train;

import handgrad.cli.console.Figures;
import handgrad.cli.console.Terminal;
import handgrad.host.training.EpochResult;
import handgrad.training.ParameterValues;
import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar over all epochs, with the figures of the current one behind it. */
final class ProgressBarDisplay implements ProgressDisplay {
    private static final int UPDATE_MILLISECONDS = 200;

    private final PrintStream err;
    private Optional<ProgressBar> bar = Optional.empty();
    private int epochs;
    private int samplesPerEpoch;
    private String test = "";

    /** A bar on a stream that is a terminal. */
    ProgressBarDisplay(PrintStream err) {
        this.err = err;
    }

    @Override
    public void started(int epochCount, int samplesOfEpoch) {
        epochs = epochCount;
        samplesPerEpoch = samplesOfEpoch;
        Terminal.quietWidthLookup();
        bar = Optional.of(new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax((long) epochs * samplesPerEpoch)
                .setStyle(unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                .setUnit("k", 1000)
                .build());
    }

    @Override
    public void progressed(Progress progress) {
        bar.ifPresent(drawn -> {
            drawn.setExtraMessage(Figures.format(
                    " epoch %d/%d, loss %s, %s%s, %s/s",
                    progress.epoch(),
                    epochs,
                    Figures.loss(progress.running().loss()),
                    Figures.percent(progress.running().accuracy()),
                    test,
                    Figures.count(Math.round(progress.samplesPerSecond()))));
            drawn.stepTo((progress.epoch() - 1L) * samplesPerEpoch + progress.samples());
        });
    }

    @Override
    public void finishedEpoch(EpochResult epoch, ParameterValues parameters) {
        test = ", test " + Figures.percent(epoch.test().accuracy());
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }

    private boolean unicode() {
        return err.charset().newEncoder().canEncode('█');
    }
}
