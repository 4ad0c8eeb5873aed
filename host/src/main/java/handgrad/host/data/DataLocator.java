package handgrad.host.data;

import handgrad.host.UserError;
import handgrad.host.data.LocatedFiles.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds a data set's files on this machine: in the folder of {@code --data}, else in the one of {@code $HANDGRAD_DATA},
 * else in the cache. If the user names a folder, only that one is searched: a missing file is an error, never a reason
 * to look elsewhere.
 *
 * @param environment the variables and folders of the user
 */
record DataLocator(DataEnvironment environment) {
    /**
     * Looks for a data set.
     *
     * @param set what to look for
     * @param option the folder of {@code --data}, if given
     * @return the files, or empty where the user named no folder and the cache lacks a file
     * @throws UserError if the user named a folder and it lacks a file
     */
    Optional<LocatedFiles> locate(PublishedSet set, Optional<Path> option) {
        if (option.isPresent()) {
            return Optional.of(inNamedFolder(set, option.get(), Origin.OPTION));
        }
        final Optional<Path> variable = environment.dataFolder();
        if (variable.isPresent()) {
            return Optional.of(inNamedFolder(set, variable.get(), Origin.VARIABLE));
        }
        return inCache(set);
    }

    /**
     * Looks into the cache alone.
     *
     * @param set what to look for
     * @return the files, or empty where one is missing
     */
    Optional<LocatedFiles> inCache(PublishedSet set) {
        final DataFolder found = DataFolder.search(set, cacheFolder(set));
        return found.isComplete()
                ? Optional.of(new LocatedFiles(set, Origin.CACHE, found.folder(), found.files()))
                : Optional.empty();
    }

    /**
     * The folder of the cache for one data set.
     *
     * @param set which
     * @return a folder that need not exist
     */
    Path cacheFolder(PublishedSet set) {
        return environment.cacheFolder().resolve(set.dataset());
    }

    private static LocatedFiles inNamedFolder(PublishedSet set, Path folder, Origin origin) {
        final String where = origin.title() + " " + folder;
        if (!Files.isDirectory(folder)) {
            throw new UserError(where + ": " + (Files.exists(folder) ? "is no folder" : "there is no such folder")
                    + "; name a folder that holds the IDX files of " + set.title() + ", " + without(origin));
        }
        final DataFolder found = DataFolder.search(set, folder);
        if (!found.isComplete()) {
            final String missing = found.missing().stream()
                    .map(file -> file.baseName() + "[.gz]")
                    .collect(Collectors.joining(", "));
            throw new UserError(where + " lacks files of " + set.title() + ": no " + missing + " in " + found.folder()
                    + (found.folder().equals(folder) ? " or its subfolder " + set.dataset() : "")
                    + "; put them there, " + without(origin));
        }
        return new LocatedFiles(set, origin, found.folder(), found.files());
    }

    private static String without(Origin origin) {
        return (origin == Origin.OPTION ? "or leave --data out" : "or unset " + origin.title())
                + " to use the cache or a download";
    }
}
