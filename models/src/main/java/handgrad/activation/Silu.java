package handgrad.activation;

import static handgrad.formula.Terms.sigmoid;

import handgrad.program.Activation;

/**
 * silu(x) = x σ(x), also called swish; its derivative is σ + x σ (1 − σ) = σ(x) (1 + x − y). (S. Elfwing and others 2018.)
 * Derivation: docs/derivations.md, "Activations".
 */
public final class Silu {
    /** The activation. x − y is taken first: for large x it is 0, where 1 + x would lose its 1. */
    public static final Activation SILU = Activation.of(
            "silu", x -> x.times(sigmoid(x)), (x, y) -> sigmoid(x).times(x.minus(y).plus(1)));

    private Silu() {}
}
