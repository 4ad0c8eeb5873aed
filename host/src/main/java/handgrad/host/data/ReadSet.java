package handgrad.host.data;

import handgrad.dataset.Split;
import handgrad.host.UserError;
import handgrad.host.data.PublishedSet.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
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
        final Map<IdxFile, Path> files = located.files();
        final IdxPair train =
                IdxPair.read(files.get(IdxFile.TRAIN_IMAGES), files.get(IdxFile.TRAIN_LABELS), PublishedSet.CLASSES);
        final IdxPair test =
                IdxPair.read(files.get(IdxFile.TEST_IMAGES), files.get(IdxFile.TEST_LABELS), PublishedSet.CLASSES);
        final Map<IdxFile, Verdict> verdicts = new EnumMap<>(IdxFile.class);
        judge(located.set(), IdxFile.TRAIN_IMAGES, train.images(), verdicts);
        judge(located.set(), IdxFile.TRAIN_LABELS, train.labels(), verdicts);
        judge(located.set(), IdxFile.TEST_IMAGES, test.images(), verdicts);
        judge(located.set(), IdxFile.TEST_LABELS, test.labels(), verdicts);
        return new ReadSet(located, train, test, verdicts);
    }

    private static void judge(PublishedSet set, IdxFile file, IdxArray content, Map<IdxFile, Verdict> verdicts) {
        try {
            verdicts.put(file, set.judge(file, content));
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
