package handgrad.host.measure;

import handgrad.host.UserError;
import handgrad.host.files.ScratchFolder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs commands in a fresh JVM with this one's options, so that compiled code and memory of one measurement do not
 * affect the next.
 */
public final class FreshProcess {
    private static final String MAIN = "handgrad.cli.Main";
    private static final String ERROR = "handgrad: ";

    private FreshProcess() {}

    /**
     * Runs a command.
     *
     * @param words the command and its arguments
     * @param progress receives the lines that it writes to standard error
     * @return what it wrote to standard output
     * @throws UserError if it cannot be started or fails; the message is the process's own
     */
    public static String run(List<String> words, Consumer<String> progress) {
        final List<String> command = new ArrayList<>(jvm());
        command.addAll(words);
        try (ScratchFolder folder = ScratchFolder.create("handgrad-process-")) {
            final Path output = folder.path().resolve("output.json");
            final Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .start();
            final String error = watch(process, progress);
            final int code = process.waitFor();
            if (code != 0) {
                throw new UserError(error.isEmpty() ? "the process that measures ended with exit code " + code : error);
            }
            return Files.readString(output);
        } catch (final IOException failure) {
            throw new UserError("a process that measures cannot be started: " + failure, failure);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while a process was measuring", interrupted);
        }
    }

    /**
     * Reads a process's standard error until it ends, and ends it if this process is ended. Its last line is the
     * message of an error.
     */
    private static String watch(Process process, Consumer<String> progress) throws IOException {
        final Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        String error = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ERROR)) {
                    error = line.substring(ERROR.length());
                } else if (!line.startsWith("WARNING: Using incubator modules")) {
                    progress.accept(line);
                }
            }
        } finally {
            forget(killer);
        }
        return error;
    }

    private static void forget(Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (final IllegalStateException ending) {
            // This process is ending: the hook is running already.
        }
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    private static List<String> jvm() {
        final List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(FreshProcess::isWanted)
                .forEach(words::add);
        // The children's lines are read as UTF-8, whatever the locale.
        words.add("-Dstdout.encoding=UTF-8");
        words.add("-Dstderr.encoding=UTF-8");
        final String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            words.addAll(List.of("-jar", classPath));
        } else {
            words.addAll(List.of("-cp", classPath, MAIN));
        }
        return words;
    }

    /** This process already uses the debugger's port, and the output file of an agent such as a coverage tool. */
    private static boolean isWanted(String argument) {
        return !argument.startsWith("-agentlib:") && !argument.startsWith("-javaagent:");
    }
}
