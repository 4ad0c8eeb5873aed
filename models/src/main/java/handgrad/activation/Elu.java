package handgrad.activation;

import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.expm1;

import handgrad.program.Activation;

/**
 * elu(x) = x where x &gt; 0, else α (e^x − 1); its derivative is 1 where x &gt; 0, else α e^x. It could be told from y
 * as y + α, which cancels where e^x is small. (D.-A. Clevert and others 2016.) Derivation: docs/derivations.md,
 * "Activations".
 */
public final class Elu {
    /** With α = 1, where the derivative is continuous. */
    public static final Activation ELU = of(1);

    private Elu() {}

    /**
     * The activation.
     *
     * @param alpha −α is what it tends to on the left; above 0
     * @return the activation
     * @throws IllegalArgumentException if α is not above 0 and finite
     */
    public static Activation of(double alpha) {
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("an ELU's α must be above 0, not " + alpha);
        }
        return Activation.of(
                "elu",
                x -> x.isAbove(0).choose(x, expm1(x).times(alpha)),
                (x, y) -> x.isAbove(0).choose(1, exp(x).times(alpha)));
    }
}
