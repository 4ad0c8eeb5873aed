package handgrad.activation;

import static handgrad.formula.Terms.sigmoid;

import handgrad.program.Activation;

/**
 * silu(x) = x σ(x), also called swish. With σ' = σ(x) σ(−x), the product rule gives silu'(x) = σ(x) + x σ(x) σ(−x) =
 * σ(x) (1 + x σ(−x)). The shorter form σ(x) (1 + x − y) would cancel for large x.
 */
public final class Silu {
    /** The activation. */
    public static final Activation SILU = Activation.of(
            "silu",
            x -> x.times(sigmoid(x)),
            (x, y) -> sigmoid(x).times(x.times(sigmoid(x.negated())).plus(1)));

    private Silu() {}
}
