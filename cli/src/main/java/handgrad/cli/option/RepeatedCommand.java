package handgrad.cli.option;

import handgrad.host.Launcher;
import java.util.stream.Stream;

/** The command line that produced a result, ready to be pasted into a shell. */
public final class RepeatedCommand {
    private RepeatedCommand() {}

    /**
     * The command with its words, quoted where a shell would split or interpret them.
     *
     * @param command such as {@code compare}
     * @param arguments what was given
     * @return one line
     */
    public static String of(String command, Arguments arguments) {
        return Launcher.typed(
                Stream.concat(Stream.of(command), arguments.words().stream()).toList());
    }
}
