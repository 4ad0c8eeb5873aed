package handgrad.architecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compiled classes of several modules, read from their folders, so that each class is known to be of one module. */
final class Codebase {
    static {
        // Superclasses of libraries are in no rule, and looking for them costs seconds.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static Optional<JavaClasses> built = Optional.empty();

    private Codebase() {}

    /** The folder of the checkout that the tests run in, found by going up from the working folder. */
    static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("architecture", "pom.xml")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The tests run outside of a checkout of Handgrad"));
    }

    /**
     * What this build compiled, read once.
     *
     * @throws IllegalStateException if a module has not been compiled
     */
    static synchronized JavaClasses built() {
        if (built.isEmpty()) {
            built = Optional.of(readBuilt());
        }
        return built.get();
    }

    private static JavaClasses readBuilt() {
        final List<Module> modules =
                Arrays.stream(Module.values()).filter(Module::isBuilt).toList();
        for (final Module module : modules) {
            if (!Files.isDirectory(module.classes(root()))) {
                throw new IllegalStateException(
                        "Module " + module.folder() + " is not compiled: build with mvn -pl architecture -am test");
            }
        }
        return compiledIn(root(), modules);
    }

    /** The classes of those modules that the tree with this root has. */
    static JavaClasses compiledIn(final Path root, final List<Module> modules) {
        return new ClassFileImporter()
                .importPaths(
                        modules.stream().map(module -> module.classes(root)).toList());
    }
}
