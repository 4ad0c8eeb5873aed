package handgrad.host.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a data set that a folder holds.
 *
 * @param folder where the files were looked for: the folder given, or a subfolder of it
 * @param files those of the four that are there
 */
record DataFolder(Path folder, Map<IdxFile, Path> files) {
    /**
     * Looks for a data set: in the subfolders that bear its name, then in the folder itself, and takes the first place
     * with the most files.
     *
     * @param set what to look for
     * @param folder where; it need not exist
     * @return what was found
     */
    static DataFolder search(PublishedSet set, Path folder) {
        final List<DataFolder> places = Stream.concat(set.folders().stream().map(folder::resolve), Stream.of(folder))
                .map(DataFolder::inside)
                .toList();
        final int most =
                places.stream().mapToInt(place -> place.files.size()).max().orElse(0);
        // If nothing is found anywhere, messages name the folder that the user gave.
        return most == 0
                ? places.getLast()
                : places.stream()
                        .filter(place -> place.files.size() == most)
                        .findFirst()
                        .orElseThrow();
    }

    private static DataFolder inside(Path folder) {
        final Map<IdxFile, Path> found = new EnumMap<>(IdxFile.class);
        for (final IdxFile file : IdxFile.values()) {
            file.names().stream()
                    .map(folder::resolve)
                    .filter(Files::exists)
                    .findFirst()
                    .ifPresent(path -> found.put(file, path));
        }
        return new DataFolder(folder, found);
    }

    /**
     * Those of the four files that are not there.
     *
     * @return empty where all are
     */
    List<IdxFile> missing() {
        return Arrays.stream(IdxFile.values())
                .filter(file -> !files.containsKey(file))
                .toList();
    }

    /**
     * Whether all four files are there.
     *
     * @return true if none is missing
     */
    boolean isComplete() {
        return missing().isEmpty();
    }
}
