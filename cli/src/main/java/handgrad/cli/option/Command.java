package handgrad.cli.option;

import handgrad.cli.console.Console;
import java.util.List;
import org.apache.commons.cli.Options;

/** One word of the command line, with its options. */
public interface Command {
    /**
     * The word.
     *
     * @return such as {@code train}
     */
    String name();

    /**
     * What it does.
     *
     * @return one line for the list of commands
     */
    String summary();

    /**
     * What it takes besides options.
     *
     * @return such as {@code MODEL}, or an empty text
     */
    String operands();

    /**
     * Its options, without those that all commands have.
     *
     * @return in the order in which the help shows them
     */
    Options options();

    /**
     * The words of its command line, prepared for the option parser.
     *
     * @param typed what follows the command
     * @return the same, unless a command has values of several words
     */
    default List<String> words(List<String> typed) {
        return typed;
    }

    /**
     * How it is used.
     *
     * @return complete command lines
     */
    List<String> examples();

    /**
     * Runs it.
     *
     * @param arguments what it was given
     * @param console where it writes
     * @return the exit code
     * @throws handgrad.host.UsageError if an argument is not allowed
     * @throws handgrad.host.UserError if something else is wrong that the user can put right
     * @throws handgrad.backend.DeviceException if a device cannot be used or fails
     */
    int run(Arguments arguments, Console console);
}
