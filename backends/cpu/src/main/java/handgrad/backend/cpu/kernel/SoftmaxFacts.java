package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;

/**
 * What {@link Kernels#softmaxTerms} finds out about a group's logits, 16 floats each, and where it lies in one array. The lanes without samples have what follows from
 * whatever their logits are.
 */
public final class SoftmaxFacts {
    /** The labels, as floats, for the kernels to read; in lanes without samples some class or −1. */
    public static final int LABEL = 0;

    /** The number of the largest logit, as a float: of equal ones the first, of a NaN before any number. */
    public static final int BEST = GroupLayout.LANES;

    /** m − z_label, m the largest logit. */
    public static final int GAP = 2 * GroupLayout.LANES;

    /** Σ_k e^{z_k − m}. */
    public static final int SUM = 3 * GroupLayout.LANES;

    /** The same without the term of the largest logit, 1, in which small ones would be lost: log Σ_k e^{z_k} is m + log(1 + others). */
    public static final int OTHERS = 4 * GroupLayout.LANES;

    /** Floats of all. */
    public static final int SIZE = 5 * GroupLayout.LANES;

    private SoftmaxFacts() {}
}
