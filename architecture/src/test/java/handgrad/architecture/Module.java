package handgrad.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The modules of the build whose classes come under the rules. */
enum Module {
    TORNADO_ANNOTATION("tornado-annotation", "uk.ac.manchester.tornado.api.annotations"),
    MODELS("models", "handgrad"),
    TORNADO_KERNELS("tornado-kernels", "handgrad.kernels"),
    REFERENCE("backends/reference", "handgrad.backend.reference", "handgrad.backend.oracle"),
    CPU("backends/cpu", "handgrad.backend.cpu"),
    OPENCL("backends/opencl", "handgrad.backend.opencl"),
    TORNADO("backends/tornado", "handgrad.backend.tornado"),
    HOST("host", "handgrad.host"),
    CLI("cli", "handgrad.cli");

    private final String folder;
    private final List<String> packages;

    Module(final String folder, final String... packages) {
        this.folder = folder;
        this.packages = List.of(packages);
    }

    /** The modules that implement {@code handgrad.backend.Backend}. */
    static Module[] backends() {
        return new Module[] {REFERENCE, CPU, OPENCL, TORNADO};
    }

    /** Where the module's pom.xml is, from the root of the tree, with slashes. */
    String folder() {
        return folder;
    }

    /** Where the compiler puts the module's classes, in the tree with this root. */
    Path classes(final Path root) {
        return root.resolve(folder, "target", "classes");
    }

    /** Whether the module is part of this build: TornadoVM's backend is where an SDK is, as in pom.xml. */
    boolean isBuilt() {
        final boolean hasSdk =
                !System.getenv().getOrDefault("TORNADOVM_HOME", "").isEmpty();
        return this != TORNADO || hasSdk;
    }

    /** The module that a package belongs to by its name: the one with the longest name that the package is in. */
    static Optional<Module> owning(final String packageName) {
        return Arrays.stream(values())
                .filter(module -> module.prefixLength(packageName) > 0)
                .max(Comparator.comparingInt(module -> module.prefixLength(packageName)));
    }

    private int prefixLength(final String packageName) {
        return packages.stream()
                .filter(prefix -> (packageName + ".").startsWith(prefix + "."))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** The module that a class was compiled in; empty for classes of the JDK and of libraries. */
    static Optional<Module> of(final JavaClass type) {
        return type.getBaseComponentType()
                .getSource()
                .map(Source::getUri)
                .map(URI::getPath)
                .flatMap(path -> Arrays.stream(values())
                        .filter(module -> path.contains("/" + module.folder + "/target/classes/"))
                        .findFirst());
    }

    /** Classes that were compiled in one of these modules. */
    static DescribedPredicate<JavaClass> in(final Module... modules) {
        return describe("are in " + names(modules), type -> isIn(type, modules));
    }

    /** Classes that were compiled in none of these modules. */
    static DescribedPredicate<JavaClass> outside(final Module... modules) {
        return describe("are outside " + names(modules), type -> !isIn(type, modules));
    }

    /** The folders of modules, one after the other. */
    static String names(final Module... modules) {
        return Arrays.stream(modules).map(Module::folder).collect(Collectors.joining(", "));
    }

    private static boolean isIn(final JavaClass type, final Module... modules) {
        return of(type).filter(List.of(modules)::contains).isPresent();
    }
}
