package handgrad.backend;

import java.io.Serial;

/** A device that is not there, cannot be used, or failed. The message is one line for a person: what, where, what to do. */
public final class DeviceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * A failure without a cause worth keeping.
     *
     * @param message one line: what, where, what to do
     */
    public DeviceException(String message) {
        super(message);
    }

    /**
     * A failure with its cause.
     *
     * @param message one line: what, where, what to do
     * @param cause what the driver or the library threw
     */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
