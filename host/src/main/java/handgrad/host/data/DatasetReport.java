package handgrad.host.data;

import handgrad.host.data.PublishedSet.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code data --verify} finds of a published data set on this machine.
 *
 * @param set which data set
 * @param origin who said where to look: {@code --data}, {@code $HANDGRAD_DATA} or {@code cache}
 * @param folder where it was looked for
 * @param files one for each of the four files
 * @param problem what keeps the four from being used together, on one line; empty where they can be used
 */
public record DatasetReport(
        PublishedSet set, String origin, Path folder, List<FileReport> files, Optional<String> problem) {
    /** Copies the list. */
    public DatasetReport {
        files = List.copyOf(files);
    }

    /**
     * Whether the data set can be loaded.
     *
     * @return true if there is no problem
     */
    public boolean isUsable() {
        return problem.isEmpty();
    }

    /**
     * Whether all four files are the published ones.
     *
     * @return true if each has the published sum
     */
    public boolean isOriginal() {
        return isUsable()
                && files.stream()
                        .allMatch(file ->
                                file.verdict().filter(Verdict.ORIGINAL::equals).isPresent());
    }

    /**
     * One of the four files.
     *
     * @param file which
     * @param path where it is; empty where it is missing
     * @param extents such as {@code [60000, 28, 28]}; empty where it is missing or broken
     * @param sha256 the sum of its uncompressed content; empty where it is missing or broken
     * @param verdict whether it is the published file; empty where it is missing or broken
     * @param problem what is wrong with it, on one line; empty where nothing is
     */
    public record FileReport(
            IdxFile file,
            Optional<Path> path,
            List<Integer> extents,
            Optional<String> sha256,
            Optional<Verdict> verdict,
            Optional<String> problem) {
        /** Copies the extents. */
        public FileReport {
            extents = List.copyOf(extents);
        }
    }
}
