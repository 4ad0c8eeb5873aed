package handgrad.cli.train;

import handgrad.cli.console.Figures;
import handgrad.host.training.EpochResult;
import handgrad.training.ParameterValues;
import java.io.PrintStream;

/** A line for each epoch, for outputs that are not terminals; with many short epochs, only some. */
final class ProgressLines implements ProgressDisplay {
    /** Up to this many epochs are all shown; of more, one every {@link #INTERVAL} seconds. */
    private static final int FEW = 100;

    private static final double INTERVAL = 1;

    private final PrintStream err;
    private int epochs;
    private int samples;
    private long last = System.nanoTime();

    /** Lines on a stream. */
    ProgressLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public void started(int epochCount, int samplesPerEpoch) {
        epochs = epochCount;
        samples = samplesPerEpoch;
    }

    @Override
    public void finishedEpoch(EpochResult epoch, ParameterValues parameters) {
        final boolean due = (System.nanoTime() - last) / 1e9 >= INTERVAL;
        if (epochs <= FEW || due || epoch.epoch() == epochs) {
            last = System.nanoTime();
            err.println(Figures.format(
                    "epoch %d/%d  loss %s  accuracy %s  test loss %s  test accuracy %s  %s  %s samples/s",
                    epoch.epoch(),
                    epochs,
                    Figures.loss(epoch.running().loss()),
                    Figures.percent(epoch.running().accuracy()),
                    Figures.loss(epoch.test().loss()),
                    Figures.percent(epoch.test().accuracy()),
                    Figures.seconds(epoch.seconds()),
                    Figures.count(Math.round((double) epoch.epochs() * samples / epoch.seconds()))));
        }
    }
}
