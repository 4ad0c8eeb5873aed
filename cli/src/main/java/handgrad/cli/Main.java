package handgrad.cli;

import handgrad.backend.DeviceException;
import handgrad.cli.check.CheckCommand;
import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Terminal;
import handgrad.cli.data.DataCommand;
import handgrad.cli.filter.FilterCommand;
import handgrad.cli.lab.LabCommand;
import handgrad.cli.measure.BenchCommand;
import handgrad.cli.measure.CompareCommand;
import handgrad.cli.measure.MeasureCommand;
import handgrad.cli.measure.MeasurePeaksCommand;
import handgrad.cli.measure.ProfileCommand;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.cli.page.ReportCommand;
import handgrad.cli.show.CostCommand;
import handgrad.cli.show.DevicesCommand;
import handgrad.cli.show.ModelsCommand;
import handgrad.cli.show.ShowKernelCommand;
import handgrad.cli.sweep.SweepCommand;
import handgrad.cli.train.EvaluateCommand;
import handgrad.cli.train.TrainCommand;
import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.devices.DeviceLog;
import handgrad.host.devices.Devices;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** The entry point of the command line: finds the command, and turns every error into one line and an exit code. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param words the command and its arguments
     */
    public static void main(String[] words) {
        // Libraries format numbers in the default locale; "0,98" must not reach a file or a figure.
        Locale.setDefault(Locale.ROOT);
        // Charts are drawn without a screen.
        System.setProperty("java.awt.headless", "true");
        final PrintStream out = stream(FileDescriptor.out, System.getProperty("stdout.encoding"));
        final PrintStream err = stream(FileDescriptor.err, System.getProperty("stderr.encoding"));
        final int code = run(words, new Console(out, err, Terminal.isStandardError()));
        out.flush();
        err.flush();
        System.exit(code);
    }

    /**
     * Runs one command.
     *
     * @param words the command and its arguments
     * @param out where results go
     * @param err where progress, log and error lines go; taken for no terminal
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] words, PrintStream out, PrintStream err) {
        return run(words, new Console(out, err, false));
    }

    private static int run(String[] words, Console console) {
        final List<String> all = new ArrayList<>(Arrays.asList(words));
        final boolean debug = all.contains("--debug");
        all.remove("--debug");
        try {
            return dispatch(all, console);
        } catch (final UsageError error) {
            return fail(error, error.getMessage(), ExitCode.USAGE, debug, console);
        } catch (final UserError error) {
            return fail(error, error.getMessage(), ExitCode.FAILED, debug, console);
        } catch (final DeviceException error) {
            return fail(error, DeviceLog.keep(error), ExitCode.FAILED, debug, console);
        } catch (final OutOfMemoryError error) {
            final String line = "Java ran out of memory (its limit is "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB): raise it with HANDGRAD_JAVA_OPTIONS=-Xmx4g, or use a smaller --batch or --limit";
            return fail(error, line, ExitCode.FAILED, debug, console);
        } catch (final RuntimeException | LinkageError | AssertionError defect) {
            final String line = "a defect of handgrad: " + defect + (debug ? "" : "; --debug shows where");
            return fail(defect, line, ExitCode.FAILED, debug, console);
        }
    }

    private static int dispatch(List<String> words, Console console) {
        final List<Command> commands = commands();
        if (words.isEmpty()) {
            console.err().println(Help.ofProgram(commands));
            return ExitCode.USAGE;
        }
        final String first = words.getFirst();
        final List<String> rest = words.subList(1, words.size());
        if (List.of("--help", "-h", "help").contains(first)) {
            console.out()
                    .println(
                            rest.isEmpty()
                                    ? Help.ofProgram(commands)
                                    : Help.ofCommand(find(commands, rest.getFirst())));
            return ExitCode.DONE;
        }
        if (first.equals("--version")) {
            console.out().println("handgrad " + handgrad.host.Version.text());
            return ExitCode.DONE;
        }
        final Command command = find(commands, first);
        if (rest.contains("--help") || rest.contains("-h")) {
            console.out().println(Help.ofCommand(command));
            return ExitCode.DONE;
        }
        final Options options = new Options();
        Stream.concat(command.options().getOptions().stream(), CommonOptions.ofEveryCommand().stream())
                .forEach(options::addOption);
        return command.run(Arguments.parse(command.name(), options, command.words(rest)), console);
    }

    private static List<Command> commands() {
        return List.of(
                new TrainCommand(),
                new SweepCommand(),
                new EvaluateCommand(),
                new ModelsCommand(),
                new DevicesCommand(),
                new DataCommand(),
                new CheckCommand(),
                new ReportCommand(),
                new LabCommand(Devices::installed),
                new FilterCommand(),
                new CostCommand(),
                new CompareCommand(),
                new BenchCommand(),
                new ProfileCommand(),
                new ShowKernelCommand());
    }

    private static Command find(List<Command> commands, String name) {
        if (name.equals(MeasureCommand.NAME)) {
            return new MeasureCommand();
        }
        if (name.equals(MeasurePeaksCommand.NAME)) {
            return new MeasurePeaksCommand();
        }
        if (name.equals(LoadClassesCommand.NAME)) {
            return new LoadClassesCommand();
        }
        final List<String> names = commands.stream().map(Command::name).toList();
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageError("there is no command '" + name + "'; choose one of "
                        + String.join(", ", names) + Suggestions.didYouMean(name, names)));
    }

    private static int fail(Throwable error, String line, int code, boolean debug, Console console) {
        console.err().println("handgrad: " + line.strip().replaceAll("\\s*\\R\\s*", " "));
        if (debug) {
            error.printStackTrace(console.err());
        }
        return code;
    }

    /** Without a locale Java assumes ASCII and would write question marks; terminals and JSON readers expect UTF-8. */
    private static PrintStream stream(FileDescriptor descriptor, String encoding) {
        final Charset named = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        final Charset charset = named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named;
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }
}
