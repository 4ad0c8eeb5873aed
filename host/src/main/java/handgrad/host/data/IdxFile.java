package handgrad.host.data;

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
     * Whether it holds images.
     *
     * @return false where it holds labels
     */
    boolean holdsImages() {
        return this == TRAIN_IMAGES || this == TEST_IMAGES;
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
