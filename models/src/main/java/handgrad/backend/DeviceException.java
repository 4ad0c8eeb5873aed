package handgrad.backend;

import java.io.Serial;
import java.util.Optional;

/**
 * A device does not exist, cannot be used, or failed. The message is one line for the user: what, where, what to do.
 */
public final class DeviceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String log;

    /**
     * A failure without a cause.
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
     * A failure with a log from the driver.
     *
     * @param message one line: what, where, what to do
     * @param log the driver's log, of many lines
     * @param cause what the driver or the library threw
     */
    public DeviceException(String message, String log, Throwable cause) {
        super(message, cause);
        this.log = log;
    }

    /**
     * The driver's log, such as a compiler's output.
     *
     * @return the log, or empty if there is none
     */
    public Optional<String> log() {
        return log.isEmpty() ? Optional.empty() : Optional.of(log);
    }
}
