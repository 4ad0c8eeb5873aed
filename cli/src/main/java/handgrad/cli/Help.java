package handgrad.cli;

import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;

/** What {@code --help} prints. */
final class Help {
    private Help() {}

    /** The list of commands. */
    static String ofProgram(List<Command> commands) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT);
        commands.forEach(command -> table.row((command.name() + " " + command.operands()).strip(), command.summary()));
        table.row("help COMMAND", "the options of a command, with examples");
        return """
                Handgrad trains the classic networks of a deep-learning course with gradients derived by hand.

                usage: handgrad COMMAND [OPTION …]

                %s

                Every command takes --help and --debug (show stack traces). 'handgrad --version' prints the version.
                Results go to standard output, progress and log to standard error.
                Exit codes: 0 done, 1 failed, 2 wrong usage.

                examples:
                  handgrad train lenet5-modern
                  handgrad models lenet5-modern""".formatted(table.text());
    }

    /** One command's page. */
    static String ofCommand(Command command) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.LEFT);
        Stream.concat(command.options().getOptions().stream(), CommonOptions.ofEveryCommand().stream())
                .forEach(option -> table.row(syntax(option), option.getDescription()));
        return """
                %s

                usage: handgrad %s

                options:
                %s

                examples:
                %s""".formatted(
                capitalised(command.summary()),
                Stream.of(command.name(), command.operands(), "[OPTION …]")
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" ")),
                table.text(),
                command.examples().stream().map(example -> "  " + example).collect(Collectors.joining("\n")));
    }

    private static String syntax(Option option) {
        final String shortForm = option.getOpt() == null ? "" : "-" + option.getOpt() + ", ";
        return shortForm + "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
