package handgrad.backend.cpu;

/**
 * What {@link Kernels#softmaxTerms} finds out about a group's logits, 16 floats each, and where it lies in one array. The lanes without samples have what follows from
 * whatever their logits are.
 */
final class ClassFacts {
    /** The labels, as floats, for the kernels to read; in lanes without samples some class or −1. */
    static final int LABEL = 0;

    /** The number of the largest logit, as a float: of equal ones the first, of a NaN before any number. */
    static final int BEST = Grid.LANES;

    /** m − z_label, m the largest logit. */
    static final int GAP = 2 * Grid.LANES;

    /** Σ_k e^{z_k − m}. */
    static final int SUM = 3 * Grid.LANES;

    /** The same without the term of the largest logit, 1, in which small ones would be lost: log Σ_k e^{z_k} is m + log(1 + others). */
    static final int OTHERS = 4 * Grid.LANES;

    /** Floats of all. */
    static final int SIZE = 5 * Grid.LANES;

    private ClassFacts() {}
}
