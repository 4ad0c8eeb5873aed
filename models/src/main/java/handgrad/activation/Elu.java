package handgrad.activation;

import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.expm1;

import handgrad.program.Activation;

/**
 * elu(x) = x where x &gt; 0, else α (e^x − 1); its derivative is 1 where x &gt; 0, else α e^x (also at x = 0, as in
 * PyTorch). The forms avoid cancellation: expm1 near 0, where e^x − 1 would cancel, and α e^x for large negative x,
 * where y + α would.
 */
public final class Elu {
    /** The activation with α = 1, whose derivative is continuous. */
    public static final Activation ELU = of(1);

    private Elu() {}

    /**
     * The activation with a given α.
     *
     * @param alpha α, above 0; the limit for x → −∞ is −α
     * @return the activation
     * @throws IllegalArgumentException if α is not finite or not above 0
     */
    public static Activation of(double alpha) {
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("an ELU's alpha must be finite and above 0, not " + alpha);
        }
        return Activation.of(
                "elu",
                x -> x.isAbove(0).choose(x, expm1(x).times(alpha)),
                (x, y) -> x.isAbove(0).choose(1, exp(x).times(alpha)));
    }
}
