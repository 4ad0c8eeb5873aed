package handgrad.backend.opencl.rewrite;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a program's routines may become so that they cost less; with the same bits, whichever are left out. */
public enum Rewrite {
    /**
     * Linear layers that take samples row by row read them where they are in the data set.
     *
     * <pre>x = data[order]; y = x wᵀ + b; dw = dyᵀ x  →  y and dw from data[order], no x</pre>
     */
    GATHER_ELISION,

    /**
     * An elementwise formula is computed where the element is made, before it is stored.
     *
     * <pre>
     * z = conv(x, w); a = tanh(z)  →  a = tanh(conv(x, w))
     * da = dy w; dz = da · tanh'(a)  →  dz = dy w · tanh'(a)
     * dw = dyᵀ x; dw = dw + λ r'(w); w = update(w, dw)  →  dw = dyᵀ x + λ r'(w), w = update(w, dw)
     * </pre>
     */
    EPILOGUE_FUSION,

    /**
     * A gradient that nobody reads, since the next weight is computed from it at once, is not stored.
     *
     * <pre>dw = dyᵀ x, w = update(w, dw)  →  w = update(w, dyᵀ x)</pre>
     */
    DEAD_STORE_ELIMINATION;

    /** All of them. */
    public static final Set<Rewrite> ALL = Collections.unmodifiableSet(EnumSet.allOf(Rewrite.class));
}
