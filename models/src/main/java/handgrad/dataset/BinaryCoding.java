package handgrad.dataset;

/** The two numbers that stand for the two classes of a binary classifier. */
public enum BinaryCoding {
    /** −1 and +1, as the logistic and hinge losses of y·z want. */
    MINUS_PLUS_ONE(-1f, 1f),
    /** 0 and 1, as binary cross-entropy wants. */
    ZERO_ONE(0f, 1f);

    private final float negative;
    private final float positive;

    BinaryCoding(float negative, float positive) {
        this.negative = negative;
        this.positive = positive;
    }

    /**
     * The first class's number.
     *
     * @return −1 or 0
     */
    public float negative() {
        return negative;
    }

    /**
     * The second class's number.
     *
     * @return 1
     */
    public float positive() {
        return positive;
    }
}
