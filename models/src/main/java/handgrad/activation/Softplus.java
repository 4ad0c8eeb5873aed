package handgrad.activation;

import handgrad.formula.Terms;
import handgrad.program.Activation;

/**
 * softplus(x) = log(1 + e^x) = max(0, x) + log1p(e^−|x|), a smooth ReLU; its derivative is e^x / (1 + e^x) = σ(x).
 * Derivation: docs/derivations.md, "Activations".
 */
public final class Softplus {
    /** The activation. */
    public static final Activation SOFTPLUS =
            Activation.of("softplus", Terms::softplus, (x, y) -> Terms.sigmoid(x));

    private Softplus() {}
}
