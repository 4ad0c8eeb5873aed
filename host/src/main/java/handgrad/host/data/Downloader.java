package handgrad.host.data;

import handgrad.host.UserError;
import handgrad.host.data.PublishedSet.Verdict;
import handgrad.host.files.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Downloads a data set's files from mirrors into the cache. A complete file with the published SHA-256 enters the cache
 * by a rename, so several processes may download the same files at once.
 *
 * @param patience how long to wait for a mirror
 * @param messages gets a line about each file
 */
record Downloader(Patience patience, Consumer<String> messages) {
    /** The largest published file, Fashion-MNIST's training images, has 26 MB gzipped and 47 MB plain. */
    private static final long LARGEST = 64 << 20;

    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final String PART_PREFIX = ".download-";

    /**
     * Downloads the files that the cache lacks or holds damaged.
     *
     * @param set what to download
     * @param mirrors where from, tried in this order
     * @param folder the cache's folder for this data set; made if need be
     * @throws DownloadFailedException if a file cannot be had from any mirror, or the folder cannot be written
     */
    void download(PublishedSet set, List<URI> mirrors, Path folder) throws DownloadFailedException {
        try {
            Files.createDirectories(folder);
            removeAbandonedParts(folder);
            try (HttpTransfer http = new HttpTransfer(patience, LARGEST)) {
                for (final IdxFile file : IdxFile.values()) {
                    if (!isInCache(set, file, folder)) {
                        download(set, file, mirrors, folder, http);
                    }
                }
            }
        } catch (IOException e) {
            throw new DownloadFailedException("the cache " + folder + " cannot be used: " + Failures.describe(e), e);
        }
    }

    private static boolean isInCache(PublishedSet set, IdxFile file, Path folder) {
        final Optional<Path> cached =
                Optional.ofNullable(DataFolder.search(set, folder).files().get(file));
        try {
            return cached.isPresent() && verified(set, file, cached.get()).count() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void download(PublishedSet set, IdxFile file, List<URI> mirrors, Path folder, HttpTransfer http)
            throws IOException, DownloadFailedException {
        final List<String> failures = new ArrayList<>();
        final Path part = Files.createTempFile(folder, PART_PREFIX, ".part");
        try {
            for (final URI mirror : mirrors) {
                messages.accept(set.title() + ": getting " + file.baseName() + " from " + mirror);
                try {
                    keep(file, fromMirror(set, file, mirror, part, http), folder);
                    return;
                } catch (IOException e) {
                    failures.add(mirror + ": " + Failures.describe(e));
                }
            }
        } finally {
            Files.deleteIfExists(part);
        }
        throw new DownloadFailedException(
                "no mirror gave " + file.baseName() + " (" + String.join("; ", failures) + ")");
    }

    private static IdxArray fromMirror(PublishedSet set, IdxFile file, URI mirror, Path part, HttpTransfer http)
            throws IOException {
        if ("file".equalsIgnoreCase(mirror.getScheme())) {
            copy(set, file, Path.of(mirror), part);
        } else {
            fetch(file, mirror, part, http);
        }
        return verified(set, file, part);
    }

    /** The gzipped file, or the plain one from a mirror that has only that. */
    private static void fetch(IdxFile file, URI mirror, Path part, HttpTransfer http) throws IOException {
        try {
            http.fetch(mirror.resolve(file.baseName() + ".gz"), part);
        } catch (FileNotFoundException e) {
            http.fetch(mirror.resolve(file.baseName()), part);
        }
    }

    private static void copy(PublishedSet set, IdxFile file, Path folder, Path part) throws IOException {
        final Path source = DataFolder.search(set, folder).files().get(file);
        if (source == null) {
            throw new FileNotFoundException("it has no such file");
        }
        if (!Files.isRegularFile(source) || Files.size(source) > LARGEST) {
            throw new IOException(source.getFileName() + " is no regular file of at most " + LARGEST + " bytes");
        }
        Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
    }

    private static IdxArray verified(PublishedSet set, IdxFile file, Path path) throws IOException {
        final IdxArray content;
        try {
            content = file.read(path);
        } catch (UserError e) {
            throw new IOException("what it gives is no whole IDX file", e);
        }
        if (set.judge(file, content) != Verdict.ORIGINAL) {
            throw new IOException("what it gives is not the published file (its SHA-256 differs)");
        }
        return content;
    }

    /** Named by its content, since a server may send the uncompressed file under the name of the gzipped one. */
    private static void keep(IdxFile file, IdxArray content, Path folder) throws IOException, DownloadFailedException {
        final Path kept = folder.resolve(file.baseName() + (content.zipped() ? ".gz" : ""));
        try {
            AtomicFile.write(kept, output -> Files.copy(content.file(), output));
        } catch (UserError e) {
            throw new DownloadFailedException(e.getMessage(), e);
        }
        // A damaged file under another of the names would be found before this one.
        for (final String name : file.names()) {
            if (!folder.resolve(name).equals(kept)) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    /** Parts of downloads that were killed. Younger ones may belong to a running process. */
    private static void removeAbandonedParts(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PART_PREFIX + "*.part")) {
            for (final Path part : parts) {
                if (isAbandoned(part)) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    /** A part that is gone belonged to another process, which has finished. */
    private static boolean isAbandoned(Path part) throws IOException {
        try {
            return Files.getLastModifiedTime(part)
                    .toInstant()
                    .isBefore(Instant.now().minus(ABANDONED));
        } catch (final NoSuchFileException _) {
            return false;
        }
    }
}
