package handgrad.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The names that a page may use: types and packages of the checkout's sources, and types of the JDK.
 *
 * @param sourceOf for each type, nested ones too, the text of the file that declares it; of several the texts together
 * @param packages those of the checkout
 * @param mainPackages those of them that are no tests
 * @param jdk simple names of the JDK's types
 * @param text all sources and scripts, one after the other
 */
record SourceNames(
        Map<String, String> sourceOf, Set<String> packages, Set<String> mainPackages, Set<String> jdk, String text) {
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");
    private static final Pattern OPENCL_SECTION = Pattern.compile("(?m)^//# \\w+ ([A-Z]\\w*)\\(");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

    /** What builds leave behind, and what only speaks of names. */
    private static final Set<String> LEFT_OUT = Set.of("target", "docs");

    /** Reads a checkout. */
    static SourceNames of(Path root) {
        final Map<String, String> sourceOf = new HashMap<>();
        final Set<String> packages = new HashSet<>();
        final Set<String> mainPackages = new TreeSet<>();
        final StringBuilder text = new StringBuilder();
        for (final Path file : files(root)) {
            final String source = read(file);
            text.append(source).append('\n');
            if (file.toString().endsWith(".java")) {
                matches(PACKAGE, source).forEach(packages::add);
                if (file.toString().contains("/src/main/java/handgrad/")) {
                    matches(PACKAGE, source).forEach(mainPackages::add);
                }
                types(source).forEach(type -> sourceOf.merge(type, source, String::concat));
            } else if (file.toString().endsWith(".cl")) {
                matches(OPENCL_SECTION, source).forEach(section -> sourceOf.merge(section, source, String::concat));
            }
        }
        return new SourceNames(sourceOf, packages, mainPackages, jdkTypes(), text.toString());
    }

    /** The types that a text declares. */
    static Stream<String> types(String source) {
        return matches(DECLARATION, source);
    }

    /** Whether a type is declared in the checkout or in the JDK. */
    boolean hasType(String simpleName) {
        return sourceOf.containsKey(simpleName) || jdk.contains(simpleName);
    }

    /** Whether the file of a type has a word; types of the JDK have any. */
    boolean hasMember(String type, String member) {
        return Optional.ofNullable(sourceOf.get(type))
                .map(source ->
                        Pattern.compile("\\b" + member + "\\b").matcher(source).find())
                .orElse(jdk.contains(type));
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> !isLeftOut(root.relativize(file)))
                    .filter(SourceNames::isSource)
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLeftOut(Path file) {
        return StreamSupport.stream(file.spliterator(), false).anyMatch(name -> LEFT_OUT.contains(name.toString()));
    }

    private static boolean isSource(Path file) {
        final String name = file.toString();
        return name.endsWith(".java")
                || name.endsWith(".py")
                || name.endsWith(".cl")
                || name.contains("/scripts/")
                || name.endsWith("/.ci/run");
    }

    private static Stream<String> matches(Pattern pattern, String source) {
        return pattern.matcher(source).results().map((MatchResult match) -> match.group(1));
    }

    private static Set<String> jdkTypes() {
        final Set<String> names = new HashSet<>();
        try (Stream<Path> all =
                Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules"))) {
            all.map(Path::getFileName)
                    .filter(name -> name != null && name.toString().endsWith(".class"))
                    .map(name -> name.toString().replaceFirst("\\.class$", ""))
                    .forEach(name -> names.add(name.substring(name.lastIndexOf('$') + 1)));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("Not readable as UTF-8: " + file, e);
        }
    }
}
