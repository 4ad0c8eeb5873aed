package handgrad.program;

/** Temporary: the losses as backends knew them. */
public enum LegacyLoss {
    LOGISTIC, SQUARED_PROBABILITY, HINGE, SQUARED_ERROR, HALF_SQUARED_ERROR, BINARY_CROSS_ENTROPY;

    public static LegacyLoss of(SampleLoss loss) {
        return valueOf(loss.name().toUpperCase().replace(' ', '_').replace('-', '_'));
    }
}
