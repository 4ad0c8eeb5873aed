package handgrad.host.page;

import handgrad.host.page.part.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A script that a page embeds, with its licence. WebJars have the version in every path; their Maven properties name
 * it.
 *
 * @param name its name in npm and in Maven Central
 * @param version which one
 * @param script its text
 * @param licence the text of its licence
 */
record Library(String name, String version, String script, String licence) {
    /** A comment that would make a browser's tools request another file. */
    private static final String SOURCE_MAP = "(?m)^//# sourceMappingURL=.*$";

    /**
     * Loads a library from its WebJar.
     *
     * @param name its name
     * @param file the script inside the WebJar
     * @return the library
     */
    static Library load(String name, String file) {
        final Properties maven = new Properties();
        try (var stream = Resources.open("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
            maven.load(stream);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        final String version = maven.getProperty("version");
        final String folder = "/META-INF/resources/webjars/" + name + "/" + version + "/";
        return new Library(
                name,
                version,
                Resources.text(folder + file).replaceAll(SOURCE_MAP, ""),
                Resources.text(folder + "LICENSE.md"));
    }
}
