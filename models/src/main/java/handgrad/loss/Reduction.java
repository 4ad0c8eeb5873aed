package handgrad.loss;

/** How the losses of a batch are combined into the number that is differentiated. */
public enum Reduction {
    /** The mean, so that the size of a step does not depend on the batch size. */
    MEAN,
    /** The sum. */
    SUM;

    /**
     * The factor on each sample's gradient.
     *
     * @param batch the batch size B
     * @return 1/B or 1
     */
    public float scale(int batch) {
        return this == MEAN ? 1f / batch : 1f;
    }
}
