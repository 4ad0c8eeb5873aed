package handgrad.host.run.settings;

/** The messages of a run while it goes on. */
public interface RunLog {
    /**
     * A warning, which no option silences.
     *
     * @param line one line
     */
    void warning(String line);

    /**
     * A note for the user.
     *
     * @param line one line
     */
    void note(String line);

    /**
     * A detail, for verbose logs.
     *
     * @param line one line
     */
    void detail(String line);
}
