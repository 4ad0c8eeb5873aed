package handgrad.host.data;

import handgrad.host.UserError;
import java.nio.file.Path;
import java.util.List;

/** The four files that make up a data set of MNIST's kind. */
public enum IdxFile {
    /** The training images. */
    TRAIN_IMAGES("train-images-idx3-ubyte", "train-images.idx3-ubyte"),
    /** The training labels. */
    TRAIN_LABELS("train-labels-idx1-ubyte", "train-labels.idx1-ubyte"),
    /** The test images. */
    TEST_IMAGES("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"),
    /** The test labels. */
    TEST_LABELS("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte");

    private final String baseName;
    private final String dottedName;

    IdxFile(String baseName, String dottedName) {
        this.baseName = baseName;
        this.dottedName = dottedName;
    }

    /**
     * The published name, uncompressed; gzipped, it ends in {@code .gz}.
     *
     * @return such as {@code train-images-idx3-ubyte}
     */
    public String baseName() {
        return baseName;
    }

    /**
     * Reads a file of this kind.
     *
     * @param file where it is
     * @return its content
     * @throws UserError if it is no sound IDX file of images, or of labels
     */
    IdxArray read(Path file) {
        return switch (this) {
            case TRAIN_IMAGES, TEST_IMAGES -> IdxReader.images(file);
            case TRAIN_LABELS, TEST_LABELS -> IdxReader.labels(file, PublishedSet.CLASSES);
        };
    }

    /**
     * The names to look for, best first: the published one, the one some archives unpack to, each plain and gzipped.
     *
     * @return four file names
     */
    List<String> names() {
        return List.of(baseName, baseName + ".gz", dottedName, dottedName + ".gz");
    }
}
