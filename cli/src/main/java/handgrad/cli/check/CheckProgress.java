package handgrad.cli.check;

import handgrad.cli.console.Console;
import handgrad.cli.console.Terminal;
import handgrad.host.check.device.CheckListener;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a check: a bar for each device on a terminal, otherwise a line. */
final class CheckProgress implements CheckListener, AutoCloseable {
    private static final int UPDATE_MILLISECONDS = 200;

    private final Console console;
    private Optional<ProgressBar> bar = Optional.empty();

    /** Progress on a console. */
    CheckProgress(Console console) {
        this.console = console;
    }

    @Override
    public void started(String what, int parts) {
        close();
        if (!console.terminal()) {
            console.err().println("checking " + what + " ...");
            return;
        }
        Terminal.quietWidthLookup();
        final boolean unicode = console.err().charset().newEncoder().canEncode('█');
        bar = Optional.of(new ProgressBarBuilder()
                .setTaskName("check " + what)
                .setInitialMax(parts)
                .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                .clearDisplayOnFinish()
                .build());
    }

    @Override
    public void next(String part) {
        bar.ifPresent(drawn -> drawn.setExtraMessage(" " + part));
    }

    @Override
    public void finished() {
        bar.ifPresent(ProgressBar::step);
    }

    /** Ends the display, so that other lines can follow. A second call does nothing. */
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
