package handgrad.cli.console;

import handgrad.host.run.settings.RunLog;
import java.io.PrintStream;

/**
 * The lines on standard error besides the progress.
 *
 * @param err where they go
 * @param notes whether notes are wanted
 * @param details whether details are wanted too
 */
public record ConsoleLog(PrintStream err, boolean notes, boolean details) implements RunLog {
    @Override
    public void warning(String line) {
        err.println(line);
    }

    @Override
    public void note(String line) {
        if (notes) {
            err.println(line);
        }
    }

    @Override
    public void detail(String line) {
        if (details) {
            err.println(line);
        }
    }
}
