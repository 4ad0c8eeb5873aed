package handgrad.host.data;

import handgrad.dataset.Split;
import handgrad.host.UserError;
import handgrad.host.data.LocatedFiles.Origin;
import handgrad.host.data.PublishedSet.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives data sets by name. Published ones are looked for in the folder of {@code --data}, else in that of
 * {@code $HANDGRAD_DATA}, else in the cache, else they are downloaded into the cache.
 */
public final class DataLibrary {
    private final DataLocator locator;
    private final Consumer<String> messages;
    private final PublishedSet mnist;
    private final PublishedSet fashion;

    /**
     * A library for a user.
     *
     * @param environment the user's variables and folders
     * @param messages gets each line that the user should see while data are loaded: downloads, warnings
     */
    public DataLibrary(DataEnvironment environment, Consumer<String> messages) {
        this(environment, messages, PublishedSet.MNIST, PublishedSet.FASHION);
    }

    /** With other published sets, for tests. */
    DataLibrary(DataEnvironment environment, Consumer<String> messages, PublishedSet mnist, PublishedSet fashion) {
        this.locator = new DataLocator(environment);
        this.messages = messages;
        this.mnist = mnist;
        this.fashion = fashion;
    }

    /**
     * Loads a data set, after a download if necessary.
     *
     * @param name as {@link DatasetName} lists them
     * @param options how
     * @return both parts; its name says what was loaded, also where {@code auto} was asked for
     * @throws UserError if there is no such data set, a folder that the user named lacks a file, a file is broken, or a
     *     download fails
     */
    public Split load(String name, DataOptions options) {
        final DatasetName which = DatasetName.parse(name);
        final Split whole = switch (which.source()) {
            case MNIST -> published(mnist, options);
            case FASHION -> published(fashion, options);
            case GENERATED -> generated(options);
            case AUTO -> mnistOrGenerated(options);
        };
        return which.restriction(options.coding())
                .map(restriction -> restriction.of(whole, whole.name() + "-4-9"))
                .orElse(whole);
    }

    /**
     * Brings the files of a published data set into the cache, where they are not there yet.
     *
     * @param name {@code mnist} or {@code fashion}
     * @param options the mirrors
     * @return the folder that holds the files
     * @throws UserError if the data set is not one that is published, or no mirror gives a file
     */
    public Path download(String name, DataOptions options) {
        final PublishedSet set = switch (DatasetName.parse(name)) {
            case MNIST, MNIST_4_9 -> mnist;
            case FASHION -> fashion;
            default ->
                throw new UserError(
                        "\"" + name + "\" is not downloaded; choose " + mnist.dataset() + " or " + fashion.dataset());
        };
        try {
            download(set, options, Patience.LONG);
            return locator.cacheFolder(set);
        } catch (DownloadFailedException e) {
            throw notToBeHad(set, e);
        }
    }

    /**
     * Inspects what is present of each published data set, without downloading.
     *
     * @param options the folder to look into, if given
     * @return a report for each
     */
    public List<DatasetReport> verify(DataOptions options) {
        final DatasetInspector inspector = new DatasetInspector(locator);
        return List.of(inspector.inspect(mnist, options.folder()), inspector.inspect(fashion, options.folder()));
    }

    private Split published(PublishedSet set, DataOptions options) {
        try {
            return published(set, options, Patience.LONG);
        } catch (DownloadFailedException e) {
            throw notToBeHad(set, e);
        }
    }

    private Split mnistOrGenerated(DataOptions options) {
        try {
            return published(mnist, options, Patience.SHORT);
        } catch (DownloadFailedException e) {
            messages.accept(mnist.title() + " could not be had: " + e.getMessage());
            messages.accept("*** WARNING: NO " + mnist.title()
                    + ": GENERATED DIGITS ARE USED INSTEAD. No figure of this"
                    + " run is one of " + mnist.title() + "'s. Name a folder that has it with --data, or run"
                    + " 'handgrad data " + mnist.dataset() + " --download' with a network. ***");
            return generated(options);
        }
    }

    private Split generated(DataOptions options) {
        options.folder()
                .ifPresent(folder ->
                        messages.accept("NOTE: generated digits need no files; --data " + folder + " is not used"));
        messages.accept("generated digits, seed " + options.digits().seed());
        return options.digits().draw(options.pixels());
    }

    private Split published(PublishedSet set, DataOptions options, Patience patience) throws DownloadFailedException {
        final Optional<LocatedFiles> located = locator.locate(set, options.folder());
        final ReadSet content;
        if (located.isEmpty()) {
            content = downloaded(set, options, patience);
        } else if (located.get().origin() == Origin.CACHE) {
            content = cached(located.get(), options, patience);
        } else {
            content = ReadSet.read(located.get());
            check(content);
        }
        messages.accept(set.title() + " from " + content.located().folder());
        return content.toSplit(options.pixels());
    }

    /** A file in the cache was the published one when it was stored; if it no longer is, it is downloaded again. */
    private ReadSet cached(LocatedFiles located, DataOptions options, Patience patience)
            throws DownloadFailedException {
        try {
            final ReadSet content = ReadSet.read(located);
            if (content.isOriginal()) {
                return content;
            }
        } catch (UserError e) {
            messages.accept(e.getMessage());
        }
        messages.accept("WARNING: the files of " + located.set().title() + " in the cache " + located.folder()
                + " are damaged; they are downloaded again");
        return downloaded(located.set(), options, patience);
    }

    private ReadSet downloaded(PublishedSet set, DataOptions options, Patience patience)
            throws DownloadFailedException {
        download(set, options, patience);
        return locator.inCache(set)
                .map(ReadSet::read)
                .filter(ReadSet::isOriginal)
                .orElseThrow(() -> new DownloadFailedException(
                        "the cache " + locator.cacheFolder(set) + " was changed while it was filled; try again"));
    }

    private void download(PublishedSet set, DataOptions options, Patience patience) throws DownloadFailedException {
        final List<URI> mirrors = options.mirrors().isEmpty() ? set.mirrors() : options.mirrors();
        new Downloader(patience, messages).download(set, mirrors, locator.cacheFolder(set));
    }

    /** Other data in the same format are allowed, with a note; files of the wrong data set are an error. */
    private void check(ReadSet content) {
        final PublishedSet set = content.located().set();
        final PublishedSet other = set.equals(mnist) ? fashion : mnist;
        if (content.isReally(other)) {
            throw new UserError(content.located().folder() + " holds the files of " + other.title() + ", not of "
                    + set.title() + "; use --dataset " + other.dataset() + ", or name another folder with --data");
        }
        final List<String> different = content.filesWith(Verdict.DIFFERENT);
        final List<String> unknown = content.filesWith(Verdict.UNKNOWN);
        if (!different.isEmpty()) {
            messages.accept("WARNING: these are not the files of " + set.title() + " as published (SHA-256 differs): "
                    + String.join(", ", different) + " in " + content.located().folder());
        } else if (!unknown.isEmpty()) {
            messages.accept("NOTE: only the structure of " + String.join(", ", unknown) + " in "
                    + content.located().folder() + " could be checked: " + set.title()
                    + " publishes sums of its gzipped files");
        }
    }

    private static UserError notToBeHad(PublishedSet set, DownloadFailedException failure) {
        return new UserError(
                set.title() + " is not on this machine and could not be downloaded: " + failure.getMessage()
                        + "; name a folder that has it with --data, another source with --mirror, or use --dataset"
                        + " generated",
                failure);
    }
}
