package handgrad.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Small classes that break a rule, compiled into modules of a tree of their own. */
final class Example {
    private static final Pattern NAME =
            Pattern.compile("package ([\\w.]+);.*?(?:class|interface|enum|record) (\\w+)", Pattern.DOTALL);

    private final List<SourceText> sources;

    private Example(final List<SourceText> sources) {
        this.sources = sources;
    }

    /** An example with one class, a whole compilation unit, in a module. */
    static Example of(final Module module, final String source) {
        return new Example(List.of()).and(module, source);
    }

    /** The same with a further class. */
    Example and(final Module module, final String source) {
        return with(new SourceText(Optional.of(module), source));
    }

    /** The same with a class of a library, which belongs to no module. */
    Example andLibrary(final String source) {
        return with(new SourceText(Optional.empty(), source));
    }

    private Example with(final SourceText source) {
        final List<SourceText> all = new ArrayList<>(sources);
        all.add(source);
        return new Example(List.copyOf(all));
    }

    /** Compiles the example below an empty folder and reads its classes. */
    JavaClasses compile(final Path root) {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                JavaFileManager modules = new ModuleFolders(files, root)) {
            final List<String> options = List.of("-g", "--add-modules", "jdk.incubator.vector");
            final boolean compiled = compiler.getTask(messages, modules, null, options, null, sources)
                    .call();
            assertTrue(compiled, () -> "The example does not compile:\n" + messages);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return Codebase.compiledIn(
                root,
                Arrays.stream(Module.values())
                        .filter(module -> Files.isDirectory(module.classes(root)))
                        .toList());
    }

    /** The text of one file, and the module whose class it is. */
    private static final class SourceText extends SimpleJavaFileObject {
        private final Optional<Module> module;
        private final String text;

        private SourceText(final Optional<Module> module, final String text) {
            super(URI.create("string:///" + path(text) + Kind.SOURCE.extension), Kind.SOURCE);
            this.module = module;
            this.text = text;
        }

        private static String path(final String text) {
            final Matcher matcher = NAME.matcher(text);
            if (!matcher.find()) {
                throw new IllegalArgumentException("No package and class in: " + text);
            }
            return matcher.group(1).replace('.', '/') + "/" + matcher.group(2);
        }

        @Override
        public CharSequence getCharContent(final boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Puts each class file into the folder of its source's module. */
    private static final class ModuleFolders extends ForwardingJavaFileManager<JavaFileManager> {
        private final Path root;

        private ModuleFolders(final JavaFileManager files, final Path root) {
            super(files);
            this.root = root;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                final Location location, final String name, final JavaFileObject.Kind kind, final FileObject sibling) {
            final Path folder = ((SourceText) sibling)
                    .module
                    .map(module -> module.classes(root))
                    .orElse(root.resolve("libraries"));
            final Path file = folder.resolve(name.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(file.toUri(), kind) {
                @Override
                public OutputStream openOutputStream() throws IOException {
                    Files.createDirectories(file.getParent());
                    return Files.newOutputStream(file);
                }
            };
        }
    }
}
