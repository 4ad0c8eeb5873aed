package handgrad.host.page.content;

import handgrad.host.page.part.Part;
import java.util.List;

/**
 * Several things on one page, each with a part of its own.
 *
 * @param contents what they are
 * @param sources how many folders and files they come from
 */
public record SeveralContents(List<Content> contents, int sources) implements Content {
    /** Copies the list. */
    public SeveralContents {
        contents = List.copyOf(contents);
    }

    @Override
    public String title() {
        return contents.getFirst() instanceof RunsContent runs ? runs.title() : sources + " results";
    }

    @Override
    public String lead() {
        return contents.getFirst() instanceof RunsContent runs
                ? runs.lead()
                : "What " + sources + " folders hold, one after the other.";
    }

    @Override
    public void write(Part part) {
        for (final Content content : contents) {
            if (content instanceof RunsContent runs) {
                runs.write(part);
            } else {
                final Part inside = part.part(content.title());
                inside.text(content.lead());
                content.write(inside);
            }
        }
    }
}
