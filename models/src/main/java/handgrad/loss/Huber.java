package handgrad.loss;

import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.max;
import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.number;

import handgrad.program.SampleLoss;
import handgrad.program.SampleLoss.TargetKind;

/**
 * The Huber loss of r = z − y, as in PyTorch: ½ r² where |r| ≤ δ, else δ (|r| − ½ δ). With c = min(|r|, δ), both are c
 * (|r| − ½ c). The derivative is r clamped to [−δ, δ]. (P. Huber 1964.)
 */
public final class Huber {
    private Huber() {}

    /**
     * The loss.
     *
     * @param delta δ, where the loss becomes linear; above 0
     * @return the loss
     * @throws IllegalArgumentException if δ is not finite or not above 0
     */
    public static SampleLoss of(double delta) {
        if (!(delta > 0 && Double.isFinite(delta))) {
            throw new IllegalArgumentException("Huber's delta must be finite and above 0, not " + delta);
        }
        return SampleLoss.of(
                "huber",
                TargetKind.NUMBER,
                (z, y) -> {
                    final var size = abs(z.minus(y));
                    final var c = min(size, number(delta));
                    return c.times(size.minus(c.times(0.5)));
                },
                (z, y) -> max(number(-delta), min(z.minus(y), number(delta))));
    }
}
