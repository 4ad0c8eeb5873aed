package handgrad.host.sweep;

import java.io.Serial;

/** The user asked a sweep to stop; what is finished, and what of the running trials was saved, is kept. */
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
