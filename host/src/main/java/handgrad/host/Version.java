package handgrad.host;

import java.util.Optional;

/** The version of Handgrad. */
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
     * The commit of the sources that were built. {@code scripts/handgrad} passes it as a system property, because a jar
     * is built only when sources change, not at each commit.
     *
     * @return such as {@code 0502bb9d1e2f}, with {@code -dirty} after it where the sources had been changed, or empty
     *     where that is not known
     */
    public static Optional<String> commit() {
        return Optional.ofNullable(System.getProperty("handgrad.commit")).filter(commit -> !commit.isBlank());
    }
}
