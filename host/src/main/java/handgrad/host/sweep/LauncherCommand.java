package handgrad.host.sweep;

import handgrad.host.Launcher;
import handgrad.host.ShellText;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How another process of this program is started.
 *
 * @param words what its command line begins with
 */
public record LauncherCommand(List<String> words) {
    private static final String MAIN = "handgrad.cli.Main";

    /** Copies the words. */
    public LauncherCommand {
        words = List.copyOf(words);
    }

    /**
     * The script that started this process, or the Java command if no script did.
     *
     * @return for people and for other machines with the same folders
     */
    public static LauncherCommand forPeople() {
        return Launcher.script()
                .map(script -> new LauncherCommand(List.of(script)))
                .orElseGet(LauncherCommand::thisJava);
    }

    /**
     * Java with the options, the class path and the program of this process.
     *
     * @return for a child of this process
     */
    public static LauncherCommand thisJava() {
        final String classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return new LauncherCommand(Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        ManagementFactory.getRuntimeMXBean().getInputArguments(),
                        List.of("-cp", classPath, MAIN))
                .flatMap(List::stream)
                .toList());
    }

    /**
     * A command of this program.
     *
     * @param command such as {@code train}
     * @param arguments what follows it
     * @return the words
     */
    public List<String> words(String command, List<String> arguments) {
        return Stream.of(words, List.of(command), arguments)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * A command of this program for a shell.
     *
     * @param command such as {@code train}
     * @param arguments what follows it
     * @return one line, unless a word has several
     */
    public String line(String command, List<String> arguments) {
        return ShellText.quoted(words(command, arguments));
    }
}
