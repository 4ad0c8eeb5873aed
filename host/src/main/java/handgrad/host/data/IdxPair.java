package handgrad.host.data;

import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.program.Shape;

/**
 * Images and as many labels.
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
        return new Dataset(
                name, shape, new Inputs.Pixels(images.values(), pixels), new Targets.Classes(classOfEach, classes));
    }
}
