package handgrad.host.check.device;

/** Hears how a check gets on. */
public interface CheckListener {
    /**
     * Something is about to be checked.
     *
     * @param what such as {@code cpu}
     * @param parts how often {@link #finished} will follow
     */
    void started(String what, int parts);

    /**
     * A part of it is next.
     *
     * @param part such as {@code Conv2dForward}
     */
    void next(String part);

    /** A part of it is done. */
    void finished();
}
