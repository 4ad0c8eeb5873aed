package handgrad.host.data;

import handgrad.host.UserError;
import handgrad.host.data.DatasetReport.FileReport;
import handgrad.host.data.LocatedFiles.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Inspects a data set's files and reports everything it finds, where loading would stop at the first error.
 *
 * @param locator knows where to look
 */
record DatasetInspector(DataLocator locator) {
    /**
     * Inspects the files that loading would use. Nothing is downloaded.
     *
     * @param set which data set
     * @param option the folder of {@code --data}, if given
     * @return what was found
     */
    DatasetReport inspect(PublishedSet set, Optional<Path> option) {
        final Optional<Path> variable = locator.environment().dataFolder();
        final Origin origin =
                option.isPresent() ? Origin.OPTION : variable.isPresent() ? Origin.VARIABLE : Origin.CACHE;
        final Path named = option.or(() -> variable).orElse(locator.cacheFolder(set));
        final DataFolder found = DataFolder.search(set, named);
        final Map<IdxFile, IdxArray> contents = new EnumMap<>(IdxFile.class);
        final List<FileReport> files = new ArrayList<>();
        for (final IdxFile file : IdxFile.values()) {
            files.add(inspect(set, file, Optional.ofNullable(found.files().get(file)), contents));
        }
        return new DatasetReport(set, origin.title(), found.folder(), files, problem(set, option, files, contents));
    }

    private static FileReport inspect(
            PublishedSet set, IdxFile file, Optional<Path> path, Map<IdxFile, IdxArray> contents) {
        if (path.isEmpty()) {
            return broken(file, path, file.baseName() + " is missing");
        }
        try {
            final IdxArray content = file.read(path.get());
            contents.put(file, content);
            return new FileReport(
                    file,
                    path,
                    content.extents(),
                    Optional.of(content.sha256()),
                    Optional.of(set.judge(file, content)),
                    Optional.empty());
        } catch (UserError e) {
            return broken(file, path, e.getMessage());
        } catch (IOException e) {
            return broken(file, path, path.get() + ": cannot be read (" + Failures.describe(e) + ")");
        }
    }

    private static FileReport broken(IdxFile file, Optional<Path> path, String problem) {
        return new FileReport(file, path, List.of(), Optional.empty(), Optional.empty(), Optional.of(problem));
    }

    private Optional<String> problem(
            PublishedSet set, Optional<Path> option, List<FileReport> files, Map<IdxFile, IdxArray> contents) {
        try {
            final Optional<LocatedFiles> located = locator.locate(set, option);
            if (located.isEmpty()) {
                return Optional.of("not on this machine; 'handgrad data " + set.dataset() + " --download' gets it");
            }
            final Optional<String> broken =
                    files.stream().flatMap(file -> file.problem().stream()).findFirst();
            if (broken.isPresent()) {
                return broken;
            }
            ReadSet.of(located.get(), contents);
            return Optional.empty();
        } catch (UserError e) {
            return Optional.of(e.getMessage());
        }
    }
}
