package handgrad.backend.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The processor that this program runs on, which every measured time should name. */
public final class Processor {
    /** The module of the Vector API, which must be added on the command line of Java. */
    public static final String VECTOR_MODULE = "jdk.incubator.vector";

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {}

    /**
     * The processor's name and the number of hardware threads available to the JVM.
     *
     * @return such as {@code AMD EPYC, 2 processors}; if the system does not provide a name, that of the instruction
     *     set, such as {@code amd64}
     */
    public static String name() {
        final int processors = Runtime.getRuntime().availableProcessors();
        return linuxName(LINUX)
                        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
                        .orElse(System.getProperty("os.arch"))
                + ", " + processors + (processors == 1 ? " processor" : " processors");
    }

    /**
     * Whether Java was started with the Vector API. If not, classes that use it must not be loaded.
     *
     * @return true if the module {@link #VECTOR_MODULE} is present
     */
    public static boolean hasVectors() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /** The first "model name" in a file like /proc/cpuinfo, which many ARM systems lack. */
    static Optional<String> linuxName(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst();
        } catch (final IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }
}
