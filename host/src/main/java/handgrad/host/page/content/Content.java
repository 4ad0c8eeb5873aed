package handgrad.host.page.content;

import handgrad.host.page.part.Part;

/** What there is to show of one thing: a run, several, a measurement. */
public interface Content {
    /**
     * Its heading.
     *
     * @return a few words
     */
    String title();

    /**
     * The answer to the first question that a reader has.
     *
     * @return one or two sentences
     */
    String lead();

    /**
     * Shows it.
     *
     * @param part where
     */
    void write(Part part);
}
