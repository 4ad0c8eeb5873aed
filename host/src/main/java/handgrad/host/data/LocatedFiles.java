package handgrad.host.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a data set's four files are.
 *
 * @param set which data set
 * @param origin who said to look there
 * @param folder the folder that holds them
 * @param files all four
 */
record LocatedFiles(PublishedSet set, Origin origin, Path folder, Map<IdxFile, Path> files) {
    /** Who said where to look. */
    enum Origin {
        /** The option {@code --data}. */
        OPTION("--data"),
        /** The variable {@code $HANDGRAD_DATA}. */
        VARIABLE("$" + DataEnvironment.DATA_VARIABLE),
        /** Nobody: the cache of earlier downloads. */
        CACHE("cache");

        private final String title;

        Origin(String title) {
            this.title = title;
        }

        /**
         * Its name in a sentence.
         *
         * @return such as {@code --data}
         */
        String title() {
            return title;
        }
    }

    /** Copies the files. */
    LocatedFiles {
        files = Map.copyOf(files);
    }
}
