package handgrad.host.listing;

import handgrad.host.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The source of a Java loop, which lies beside its class. */
public final class JavaKernel {
    private JavaKernel() {}

    /**
     * Reads a method without its comment and its indentation.
     *
     * @param name class and method, as {@code handgrad.kernels.Linears.linearForward}; the method is public and not
     *     overloaded
     * @return its lines
     * @throws UserError if the sources were left out of this build
     */
    public static String source(String name) {
        final String type = name.substring(0, name.lastIndexOf('.'));
        final String file = "/" + type.replace('.', '/') + ".java";
        try (InputStream stream = JavaKernel.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new UserError("the source of " + type + " is not in this build: build with 'mvn package'");
            }
            return method(new String(stream.readAllBytes(), StandardCharsets.UTF_8), name.substring(type.length() + 1));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts a method out of its class's source, up to the closing line with the same indentation as the first. */
    static String method(String source, String name) {
        final String opening = "    public static void " + name + "(";
        final String closing = "\n    }\n";
        final int begin = source.indexOf(opening);
        final int end = source.indexOf(closing, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new UserError("the sources in this build have no kernel " + name + ": build again");
        }
        return source.substring(begin, end + closing.length() - 1).stripIndent();
    }
}
