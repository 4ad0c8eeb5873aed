package handgrad.host.run.folder;

/** A table or picture that the reports of a run add to its folder. */
public enum ReportFile {
    /** How often each class was taken for each. */
    CONFUSION_TABLE("confusion.csv"),
    /** The wrong answers, the most confident first. */
    MISCLASSIFIED_TABLE("misclassified.csv"),
    /** Their pictures, tile beside tile. */
    MISCLASSIFIED_PICTURE("misclassified.png"),
    /** The function that a network of one number learnt, with the truth. */
    FIT_TABLE("fit.csv"),
    /** The same as curves, with the data. */
    FIT_PICTURE("fit.png"),
    /** The lines on which a score of points in the plane is −1, 0 and +1. */
    BOUNDARY_TABLE("boundary.csv"),
    /** The same, with the points. */
    BOUNDARY_PICTURE("boundary.png"),
    /** The most confident mistakes of a model that names its two classes. */
    MISTAKES_TABLE("mistakes.csv"),
    /** Their pictures, in a grid. */
    MISTAKES_PICTURE("mistakes.png"),
    /** How many answers are right at each threshold. */
    THRESHOLDS_TABLE("thresholds.csv"),
    /** The same as curves. */
    THRESHOLDS_PICTURE("thresholds.png"),
    /** The mean loss of each group of steps. */
    MEAN_LOSSES_TABLE("mean-losses.csv"),
    /** The same as curves. */
    MEAN_LOSSES_PICTURE("mean-losses.png"),
    /** Losses by layers and ops beside those of the formulas written out. */
    BY_HAND_TABLE("by-hand.csv"),
    /** The same as curves. */
    BY_HAND_PICTURE("by-hand.png"),
    /** Two linear classifiers on the same samples. */
    AGAINST_TABLE("against.csv"),
    /** Their distances from the boundary. */
    AGAINST_PICTURE("against.png");

    private final String fileName;

    ReportFile(String fileName) {
        this.fileName = fileName;
    }

    /**
     * The name in the run folder.
     *
     * @return such as {@code confusion.csv}
     */
    public String fileName() {
        return fileName;
    }
}
