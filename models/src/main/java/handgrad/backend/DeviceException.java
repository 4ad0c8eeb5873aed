package handgrad.backend;

import java.io.Serial;
import java.util.Optional;

/** A device that is not there, cannot be used, or failed. The message is one line for a person: what, where, what to do. */
public final class DeviceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String log;

    /**
     * A failure without a cause worth keeping.
     *
     * @param message one line: what, where, what to do
     */
    public DeviceException(String message) {
        super(message);
        this.log = "";
    }

    /**
     * A failure with its cause.
     *
     * @param message one line: what, where, what to do
     * @param cause what the driver or the library threw
     */
    public DeviceException(String message, Throwable cause) {
        this(message, "", cause);
    }

    /**
     * A failure of which the driver had much to say.
     *
     * @param message one line: what, where, what to do
     * @param log many lines, for a file
     * @param cause what the driver or the library threw
     */
    public DeviceException(String message, String log, Throwable cause) {
        super(message, cause);
        this.log = log;
    }

    /**
     * What the driver said at length, such as a compiler's log.
     *
     * @return many lines, or empty
     */
    public Optional<String> log() {
        return log.isEmpty() ? Optional.empty() : Optional.of(log);
    }
}
