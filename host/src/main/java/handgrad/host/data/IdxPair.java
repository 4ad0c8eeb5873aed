package handgrad.host.data;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.program.Shape;
import java.nio.file.Path;

/**
 * Images with their labels, as many of the one as of the other.
 *
 * @param images extents {@code [count, rows, columns]}
 * @param labels extents {@code [count]}
 */
record IdxPair(IdxArray images, IdxArray labels) {
    /**
     * Checks that the two belong together.
     *
     * @throws UserError if the counts differ
     */
    IdxPair {
        if (images.count() != labels.count()) {
            throw new UserError(images.file() + " has " + images.count() + " images but " + labels.file() + " has "
                    + labels.count() + " labels; take both files from one data set");
        }
    }

    /**
     * Reads both.
     *
     * @param images an IDX file of images
     * @param labels an IDX file of labels
     * @param classes how many classes there are
     * @return the pair
     * @throws UserError if either is no sound IDX file, or they do not belong together
     */
    static IdxPair read(Path images, Path labels, int classes) {
        // Labels first: they are small, so a mistake in them shows at once.
        final IdxArray readLabels = IdxReader.labels(labels, classes);
        return new IdxPair(IdxReader.images(images), readLabels);
    }

    /**
     * The pair as a data set of one-channel pictures.
     *
     * @param name what it is called
     * @param classes how many classes there are
     * @param pixels how bytes become floats
     * @return samples of shape 1×rows×columns
     */
    Dataset toDataset(String name, int classes, PixelScale pixels) {
        final int[] classOfEach = new int[labels.count()];
        for (int i = 0; i < classOfEach.length; i++) {
            classOfEach[i] = labels.values()[i] & 0xff;
        }
        final Shape shape =
                Shape.of(1, images.extents().get(1), images.extents().get(2));
        return new Dataset(name, shape, pixels.toFloats(images.values()), new Targets.Classes(classOfEach, classes));
    }
}
