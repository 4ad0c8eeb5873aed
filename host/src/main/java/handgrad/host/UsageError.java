package handgrad.host;

import java.io.Serial;

/**
 * The user asked for something that does not exist: an unknown option, model or device, or a number out of range. The
 * message is one line that names what was asked for and what is allowed; the command line prints it without a stack
 * trace and exits with 2.
 */
public final class UsageError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message one line: what was asked for, what is allowed
     */
    public UsageError(String message) {
        super(message);
    }

    /**
     * An error that another one caused.
     *
     * @param message one line: what was asked for, what is allowed
     * @param cause what led to it
     */
    public UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
