package handgrad.host.run.settings;

/** What a run tells a person on the way. */
public interface RunLog {
    /**
     * Something that nobody may miss, and that nothing silences.
     *
     * @param line one line
     */
    void warning(String line);

    /**
     * Something that a user wants to know.
     *
     * @param line one line
     */
    void note(String line);

    /**
     * Something for who wants to know all.
     *
     * @param line one line
     */
    void detail(String line);
}
