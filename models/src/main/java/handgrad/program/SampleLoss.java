package handgrad.program;

/**
 * A loss l(z, y) of one score z against one real target y, with its derivative by z, both in the form that neither overflows nor cancels. σ is
 * the logistic sigmoid, softplus(t) = log(1 + e^t) = max(0, t) + log1p(e^−|t|). Derivations: docs/derivations.md, "Losses".
 */
public enum SampleLoss {
    /** y ∈ {−1, +1}: l = −log σ(y z) = softplus(−y z); ∂l/∂z = −y σ(−y z). */
    LOGISTIC,
    /**
     * The squared error of the probabilities, y ∈ {−1, +1}: l = (1 − y) σ(z)² + (1 + y) σ(−z)²; ∂l/∂z = 2 σ(z) σ(−z) ((1 − y) σ(z) − (1 + y)
     * σ(−z)).
     */
    SQUARED_PROBABILITY,
    /** y ∈ {−1, +1}: l = max(0, 1 − y z); ∂l/∂z = −y where y z &lt; 1, else 0 (the sub-gradient at y z = 1 is taken as 0). */
    HINGE,
    /** l = (z − y)²; ∂l/∂z = 2 (z − y). */
    SQUARED_ERROR,
    /** l = ½ (z − y)²; ∂l/∂z = z − y. */
    HALF_SQUARED_ERROR,
    /** y ∈ [0, 1]: l = −y log σ(z) − (1 − y) log σ(−z) = softplus(z) − y z; ∂l/∂z = σ(z) − y. */
    BINARY_CROSS_ENTROPY
}
