package handgrad.host.sweep;

import java.io.Serial;

/** The user asked a sweep to stop; finished trials and the saved state of running ones are kept. */
public final class SweepInterruptedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * The sweep stops.
     *
     * @param cause what stopped the trial, or null
     */
    public SweepInterruptedException(Throwable cause) {
        super("the sweep was interrupted", cause);
    }
}
