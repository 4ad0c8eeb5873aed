package handgrad.host;

import java.io.Serial;

/**
 * A problem that the user can fix: a bad option, a missing file, a full disk. The message is one line that says what is
 * wrong, where, and what to do; the command line prints it without a stack trace and exits with 1.
 */
public final class UserError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message one line: what, where, what to do
     */
    public UserError(String message) {
        super(message);
    }

    /**
     * An error that another one caused.
     *
     * @param message one line: what, where, what to do
     * @param cause what led to it
     */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
