package handgrad.host;

import java.util.Optional;

/** Which Handgrad this is. */
public final class Version {
    private Version() {}

    /**
     * The version in the jar's manifest.
     *
     * @return such as {@code 0.1.0}, or {@code development} where the classes lie in no jar
     */
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /**
     * The commit of the sources that were built. {@code scripts/handgrad} hands it over, since a jar is as old as the
     * last change of the sources, not as the last commit.
     *
     * @return such as {@code 0502bb9d1e2f}, with {@code -dirty} after it where the sources had been changed, or empty
     *     where that is not known
     */
    public static Optional<String> commit() {
        return Optional.ofNullable(System.getProperty("handgrad.commit")).filter(commit -> !commit.isBlank());
    }
}
