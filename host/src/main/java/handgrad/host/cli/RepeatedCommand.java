package handgrad.host.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line that a result was asked for by, as a person can paste it into a shell. */
final class RepeatedCommand {
    private RepeatedCommand() {}

    /** The command with its words, those quoted that a shell would split or interpret. */
    static String of(String command, Arguments arguments) {
        return of(Stream.concat(Stream.of("handgrad", command), arguments.words().stream())
                .toList());
    }

    /** Words as a shell reads them again. */
    static String of(List<String> words) {
        return words.stream().map(RepeatedCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
