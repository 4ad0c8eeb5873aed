package handgrad.host.data;

import handgrad.host.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;

/** Addresses of mirrors as users write them. */
public final class Mirrors {
    private Mirrors() {}

    /**
     * Reads the value of {@code --mirror}: the address of a folder that holds the four files.
     *
     * @param address begins with {@code http://}, {@code https://} or {@code file:///}
     * @return the address with a slash at its end, so that a file's name can be resolved against it
     * @throws UserError if it is no such address
     */
    public static URI parse(String address) {
        try {
            final URI uri = new URI(address.endsWith("/") ? address : address + "/");
            final String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            switch (scheme) {
                case "http", "https" -> {
                    if (uri.getHost() == null) {
                        throw new URISyntaxException(address, "it names no host");
                    }
                }
                case "file" -> Path.of(uri);
                default -> throw new URISyntaxException(address, "it begins with none of these");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw invalid(address, e.getReason(), e);
        } catch (IllegalArgumentException e) {
            throw invalid(address, Failures.describe(e), e);
        }
    }

    private static UserError invalid(String address, String reason, Exception cause) {
        return new UserError(
                "--mirror " + address + ": an address must be http://…, https://… or file:///… (" + reason + ")",
                cause);
    }
}
