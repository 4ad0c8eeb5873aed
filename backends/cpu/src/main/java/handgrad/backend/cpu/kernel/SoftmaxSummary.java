package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;

/**
 * What {@link Kernels#softmaxTerms} finds out about the logits z_k of a group, and where it lies in one array: 16
 * floats each, one for each sample. Lanes without a sample hold what follows from whatever their logits are.
 */
public final class SoftmaxSummary {
    /** The labels as floats, which the kernels read; in lanes without a sample a class or −1. */
    public static final int LABEL = 0;

    /** argmax_k z_k as a float: the first of equal ones, a NaN before any number. */
    public static final int ARGMAX = GroupLayout.LANES;

    /** m − z_label, m the largest logit. */
    public static final int GAP = 2 * GroupLayout.LANES;

    /** Σ_k e^{z_k − m}. */
    public static final int SUM = 3 * GroupLayout.LANES;

    /**
     * The same without the term of the largest logit, 1, in which small ones would be lost: log Σ_k e^{z_k} is
     * m + log(1 + others).
     */
    public static final int OTHERS = 4 * GroupLayout.LANES;

    /** Floats of all. */
    public static final int SIZE = 5 * GroupLayout.LANES;

    private SoftmaxSummary() {}
}
