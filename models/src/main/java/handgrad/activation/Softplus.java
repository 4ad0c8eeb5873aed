package handgrad.activation;

import static handgrad.formula.Terms.sigmoid;

import handgrad.formula.Terms;
import handgrad.program.Activation;

/**
 * softplus(x) = log(1 + e^x), a smooth max(0, x). Its derivative is e^x / (1 + e^x) = σ(x). Computed as max(0, x) +
 * log1p(e^−|x|), which neither overflows nor cancels.
 */
public final class Softplus {
    /** The activation. */
    public static final Activation SOFTPLUS = Activation.of("softplus", Terms::softplus, (x, y) -> sigmoid(x));

    private Softplus() {}
}
