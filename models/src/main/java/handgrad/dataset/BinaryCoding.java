package handgrad.dataset;

/** The target values of the two classes of a binary classifier. */
public enum BinaryCoding {
    /** −1 and +1, for the logistic and hinge losses of y·z. */
    MINUS_PLUS_ONE(-1f, 1f),
    /** 0 and 1, for binary cross-entropy. */
    ZERO_ONE(0f, 1f);

    private final float negative;
    private final float positive;

    BinaryCoding(float negative, float positive) {
        this.negative = negative;
        this.positive = positive;
    }

    /**
     * The target of the first class.
     *
     * @return −1 or 0
     */
    public float negative() {
        return negative;
    }

    /**
     * The target of the second class.
     *
     * @return 1
     */
    public float positive() {
        return positive;
    }
}
