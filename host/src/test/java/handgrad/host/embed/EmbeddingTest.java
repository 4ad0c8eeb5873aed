package handgrad.host.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program can train, save, read and measure without the command line, and without libraries for charts and pages. */
class EmbeddingTest {
    /** Libraries that draw charts, build pages and parse command lines. */
    private static final List<String> NOT_NEEDED = List.of("xchart", "jsoup", "webjars", "commons-cli", "progressbar");

    @TempDir
    private Path folder;

    /** Guessing one of ten classes gives 10 %. Saved parameters must give the same bits when read again. */
    @Test
    void trainsSavesReadsAndMeasures() {
        final List<String> lines = new ArrayList<>();
        final Path file = folder.resolve("model.safetensors");
        final EmbeddedTraining program = new EmbeddedTraining();
        final List<Double> trained = program.train("cpu", file, lines::add);
        assertEquals(2, lines.size());
        assertTrue(trained.getLast() > 0.5, "accuracy " + trained.getLast());
        assertEquals(trained, program.evaluate("cpu", file));
    }

    /** The program runs in a class loader without these libraries; it must not print anything. */
    @Test
    void needsNoLibraryForChartsPagesAndCommandLines() throws Exception {
        final Path file = folder.resolve("model.safetensors");
        final PrintStream out = System.out;
        final Thread thread = Thread.currentThread();
        final ClassLoader usual = thread.getContextClassLoader();
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
                PrintStream watched = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("org.knowm.xchart.XYChart"));
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("org.jsoup.Jsoup"));
            thread.setContextClassLoader(loader);
            System.setOut(watched);
            final Class<?> program = loader.loadClass(EmbeddedTraining.class.getName());
            final Object training = program.getConstructor().newInstance();
            final Consumer<String> log = line -> {};
            final Object trained = program.getMethod("train", String.class, Path.class, Consumer.class)
                    .invoke(training, "cpu", file, log);
            assertEquals(
                    trained,
                    program.getMethod("evaluate", String.class, Path.class).invoke(training, "cpu", file));
        } finally {
            System.setOut(out);
            thread.setContextClassLoader(usual);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    private static URL[] classPath() throws MalformedURLException {
        final List<URL> urls = new ArrayList<>();
        for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            final Path path = Path.of(entry);
            if (NOT_NEEDED.stream().noneMatch(path.toString()::contains)) {
                urls.add(path.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** The page quotes the code that runs here. */
    @Test
    void theDocumentationShowsThisCode() throws IOException {
        final String page = Files.readString(Path.of("../docs/embedding.md"));
        final String source = Files.readString(Path.of("src/test/java/handgrad/host/embed/EmbeddedTraining.java"));
        final String[] parts = source.split("// docs: ");
        final List<String> quoted = Arrays.stream(parts)
                .skip(1)
                .filter(part -> !part.startsWith("end"))
                .map(part ->
                        part.substring(part.indexOf('\n') + 1).stripIndent().strip())
                .toList();
        assertEquals(3, quoted.size());
        quoted.forEach(code -> assertTrue(page.contains(code), "docs/embedding.md does not show:\n" + code));
    }
}
