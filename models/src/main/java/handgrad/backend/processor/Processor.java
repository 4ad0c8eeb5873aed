package handgrad.backend.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The processor that this program runs on, as a result should name it: a time without its machine says nothing. */
public final class Processor {
    /** The module with the Vector API, which Java has to be told to load. */
    public static final String VECTOR_MODULE = "jdk.incubator.vector";

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {}

    /**
     * The processor's name and how many of its hardware threads the JVM may use.
     *
     * @return such as {@code AMD EPYC, 2 processors}; where the system does not tell the name, the instruction set's, such as {@code amd64}
     */
    public static String name() {
        final int processors = Runtime.getRuntime().availableProcessors();
        return linuxName(LINUX)
                        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
                        .orElse(System.getProperty("os.arch"))
                + ", " + processors + (processors == 1 ? " processor" : " processors");
    }

    /**
     * Whether Java was started with the Vector API. Where it was not, classes that use it must not even be loaded.
     *
     * @return true if the module {@link #VECTOR_MODULE} is there
     */
    public static boolean hasVectors() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /** The first "model name" of a file like /proc/cpuinfo; on many ARM systems there is none. */
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
