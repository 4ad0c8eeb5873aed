package handgrad.loss;

/** How the losses of a batch's samples become one number to differentiate. */
public enum Reduction {
    /** Their mean: a step's size does not depend on the batch size. */
    MEAN,
    /** Their sum. */
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
