package handgrad.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The files of a checkout that people read and write, found without git.
 *
 * @param root the folder of the checkout
 * @param files its text files, from the root, in the order of their names
 */
record SourceTree(Path root, List<Path> files) {
    /** Columns of a line of text, in code points. */
    static final int COLUMNS = 120;

    /** Source files of a package. */
    static final int FILES = 30;

    private static final Set<String> ENDINGS = Set.of(
            "java", "md", "js", "css", "html", "cl", "sh", "py", "xml", "yml", "options", "config", "properties");

    /** What builds and runs leave behind. */
    private static final Set<String> LEFT_BEHIND = Set.of("target", "runs");

    /** Hidden folders with files that people write; all others belong to tools. */
    private static final Set<String> HIDDEN = Set.of(".ci", ".mvn");

    /** Looks through a folder, but not through what builds, runs and tools leave there. */
    static SourceTree below(final Path root) {
        final List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(final Path folder, final BasicFileAttributes attributes) {
                    final boolean isRead = folder.equals(root)
                            || isWritten(folder.getFileName().toString());
                    return isRead ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                        throws IOException {
                    if (attributes.isRegularFile() && isText(file)) {
                        files.add(root.relativize(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SourceTree(root, files.stream().sorted().toList());
    }

    /** Each line that is too long, as {@code file:line: what is wrong, and what to do}. */
    List<String> longLines() {
        return files.stream().flatMap(file -> longLines(file).stream()).toList();
    }

    /** Each package with too many source files in one module, tests counted apart, as {@code folder: …}. */
    List<String> largePackages() {
        final Map<Path, Long> sizes = files.stream()
                .filter(file -> file.toString().endsWith(".java"))
                .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
        return sizes.entrySet().stream()
                .filter(size -> size.getValue() > FILES)
                .map(size -> "%s: %d source files, at most %d: give those that belong together a package of their own"
                        .formatted(slashed(size.getKey()), size.getValue(), FILES))
                .toList();
    }

    private List<String> longLines(final Path file) {
        final String[] lines = read(file).split("\n", -1);
        return IntStream.range(0, lines.length)
                .filter(i -> columns(lines[i]) > COLUMNS)
                .mapToObj(i -> "%s:%d: %d columns, at most %d: wrap the line"
                        .formatted(slashed(file), i + 1, columns(lines[i]), COLUMNS))
                .toList();
    }

    private String read(final Path file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (final IOException e) {
            throw new UncheckedIOException("Not readable as UTF-8: " + file, e);
        }
    }

    private static int columns(final String line) {
        return line.codePointCount(0, line.length());
    }

    private static String slashed(final Path path) {
        return path.toString().replace('\\', '/');
    }

    private static boolean isWritten(final String folder) {
        return HIDDEN.contains(folder) || !folder.startsWith(".") && !LEFT_BEHIND.contains(folder);
    }

    /** By the end of its name, or, where the name has none, by the first two bytes of a script. */
    private static boolean isText(final Path file) throws IOException {
        final String name = file.getFileName().toString();
        final int dot = name.lastIndexOf('.');
        if (dot >= 0) {
            return ENDINGS.contains(name.substring(dot + 1));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.equals(stream.readNBytes(2), new byte[] {'#', '!'});
        }
    }
}
