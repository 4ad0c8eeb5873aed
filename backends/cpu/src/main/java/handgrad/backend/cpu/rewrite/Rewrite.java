package handgrad.backend.cpu.rewrite;

/**
 * What a program may become so that it costs less. A rewritten program gives the same bits as the program as it stands:
 * {@code RewritesTest} trains with each one left out.
 */
public enum Rewrite {
    /**
     * Losses, their gradient and hits of the same logits share their exponentials.
     *
     * <pre>losses = CE(z, labels); dz = CE′(z, labels); hits = hits(z, labels)  →  one piece</pre>
     */
    CLASS_LOSS_FUSION,

    /**
     * A wide linear layer goes backward and is updated a block of its weights at a time.
     *
     * <pre>dw = dyᵀ x; dx = dy w; w ← w − η dw  →  one piece, no dw</pre>
     */
    WIDE_BACKWARD_FUSION,

    /**
     * A parameter is updated where its gradient is computed, while both are in the cache.
     *
     * <pre>dw = gradient(x, dy); w ← update(w, dw)  →  gradient with the update as its epilogue</pre>
     */
    UPDATE_FUSION,

    /**
     * A batch of pixels is multiplied where it lies in the data set, as bytes.
     *
     * <pre>x = data[order]; y = x wᵀ + b; dw = dyᵀ x  →  y and dw from data[order], no x</pre>
     */
    GATHER_ELISION,

    /**
     * A wide layer on a batch leaves out products with inputs that are zero.
     *
     * <pre>y = x wᵀ + b; dw = dyᵀ x  →  the same over the nonzeros of x</pre>
     */
    ZERO_SKIPPING
}
