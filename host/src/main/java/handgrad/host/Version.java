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
}
