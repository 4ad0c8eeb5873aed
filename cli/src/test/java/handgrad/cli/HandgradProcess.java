package handgrad.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Handgrad in a separate process, which can be killed. */
public final class HandgradProcess {
    private HandgradProcess() {}

    /**
     * What a process came to.
     *
     * @param code its exit code, 128 and the signal's number where a signal ended it
     * @param out standard output
     * @param err standard error
     */
    public record Ended(int code, String out, String err) {}

    /** Starts the class path of the tests. Its standard error and output go to files beside each other. */
    public static Process start(Path logs, List<String> words) throws IOException {
        return start(logs, List.of(), words);
    }

    /** Starts it through another command, such as one that sets limits. */
    public static Process start(Path logs, List<String> before, List<String> words) throws IOException {
        final List<String> command = new ArrayList<>(before);
        command.addAll(heedingSignals());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Starting is what takes the time.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectOutput(logs.resolve("out").toFile())
                .redirectError(logs.resolve("err").toFile())
                .start();
    }

    /**
     * A process that a shell starts in the background ignores Ctrl-C, and so does all that it starts: signals of tests
     * in such a process would have no effect. GNU's {@code env} resets that; with another {@code env}, Ctrl-C is
     * assumed to work.
     */
    private static List<String> heedingSignals() throws IOException {
        final List<String> reset = List.of("env", "--default-signal=INT");
        final List<String> trial = new ArrayList<>(reset);
        trial.add("true");
        try {
            final boolean works = new ProcessBuilder(trial)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
            return works ? reset : List.of();
        } catch (final InterruptedException interruption) {
            throw new IOException(interruption);
        }
    }

    /** Sends a signal, as Ctrl-C and {@code kill} do. */
    public static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for the end. */
    public static Ended end(Path logs, Process process) throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it did not end");
        }
        return new Ended(
                process.exitValue(),
                Files.readString(logs.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(logs.resolve("err"), StandardCharsets.UTF_8));
    }
}
