package handgrad.host.data;

import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.host.UserError;
import handgrad.host.data.PublishedSet.Verdict;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a data set's four files.
 *
 * @param located where they were read from
 * @param train the training images and labels
 * @param test the test images and labels, of the same size
 * @param verdicts whether each file is the published one
 */
record ReadSet(LocatedFiles located, IdxPair train, IdxPair test, Map<IdxFile, Verdict> verdicts) {
    private static final List<IdxFile> LABELS_FIRST =
            List.of(IdxFile.TRAIN_LABELS, IdxFile.TEST_LABELS, IdxFile.TRAIN_IMAGES, IdxFile.TEST_IMAGES);

    /**
     * Checks that the two parts hold pictures of the same size.
     *
     * @throws UserError if they do not
     */
    ReadSet {
        verdicts = Map.copyOf(verdicts);
        final String trainSize = size(train.images());
        final String testSize = size(test.images());
        if (!trainSize.equals(testSize)) {
            throw new UserError(train.images().file() + " has pictures of " + trainSize + " but "
                    + test.images().file() + " of " + testSize + "; take both files from one data set");
        }
    }

    /**
     * Reads, checks and sums the four files.
     *
     * @param located where they are
     * @return their content
     * @throws UserError if a file is broken, or the files do not belong together
     */
    static ReadSet read(LocatedFiles located) {
        // Labels first: they are small, so a mistake in them shows at once.
        final Map<IdxFile, IdxArray> contents = new EnumMap<>(IdxFile.class);
        for (final IdxFile file : LABELS_FIRST) {
            contents.put(file, file.read(located.files().get(file)));
        }
        return of(located, contents);
    }

    /**
     * Checks and sums four files that were read.
     *
     * @param located where they are
     * @param contents what each holds
     * @return their content
     * @throws UserError if the files do not belong together, or cannot be read again to be summed
     */
    static ReadSet of(LocatedFiles located, Map<IdxFile, IdxArray> contents) {
        final Map<IdxFile, Verdict> verdicts = new EnumMap<>(IdxFile.class);
        contents.forEach((file, content) -> verdicts.put(file, judge(located.set(), file, content)));
        return new ReadSet(
                located,
                new IdxPair(contents.get(IdxFile.TRAIN_IMAGES), contents.get(IdxFile.TRAIN_LABELS)),
                new IdxPair(contents.get(IdxFile.TEST_IMAGES), contents.get(IdxFile.TEST_LABELS)),
                verdicts);
    }

    private static Verdict judge(PublishedSet set, IdxFile file, IdxArray content) {
        try {
            return set.judge(file, content);
        } catch (IOException e) {
            throw new UserError(
                    content.file() + ": cannot be read (" + Failures.describe(e) + "); check its permissions", e);
        }
    }

    /**
     * Whether every file is the published one.
     *
     * @return false where one is not, or cannot be told
     */
    boolean isOriginal() {
        return verdicts.values().stream().allMatch(verdict -> verdict == Verdict.ORIGINAL);
    }

    /**
     * Whether these are the files of another data set in the wrong place.
     *
     * @param other which
     * @return true if the training images are the other's
     */
    boolean isReally(PublishedSet other) {
        return judge(other, IdxFile.TRAIN_IMAGES, train.images()) == Verdict.ORIGINAL;
    }

    /**
     * The files with a verdict.
     *
     * @param verdict which
     * @return their published names, without .gz
     */
    List<String> filesWith(Verdict verdict) {
        return Arrays.stream(IdxFile.values())
                .filter(file -> verdicts.get(file) == verdict)
                .map(IdxFile::baseName)
                .toList();
    }

    /**
     * The content as a data set.
     *
     * @param pixels how bytes become floats
     * @return named after the published data set
     */
    Split toSplit(PixelScale pixels) {
        final String name = located.set().dataset();
        return new Split(
                name,
                train.toDataset(name + " (train)", PublishedSet.CLASSES, pixels),
                test.toDataset(name + " (test)", PublishedSet.CLASSES, pixels));
    }

    private static String size(IdxArray images) {
        return images.extents().get(1) + "×" + images.extents().get(2);
    }
}
