package handgrad.host;

import java.io.Serial;

/**
 * Something was asked for that there is not: an unknown option, model or device, a number out of range. The message is
 * one line that names what was asked for and what is allowed; the command line prints it without a stack trace and
 * exits with 2.
 */
public final class UsageError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * An error with nothing behind it.
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
