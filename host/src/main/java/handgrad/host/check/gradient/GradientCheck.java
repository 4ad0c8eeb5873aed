package handgrad.host.check.gradient;

import handgrad.backend.Float64Session;
import handgrad.host.devices.Float64Oracle;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The oracle's gradients against central differences: ∂L/∂v ≈ (L(v + h) − L(v − h)) / 2h in float64. With h = 10⁻⁵ the
 * difference leaves out h²/6·L''' ≈ 2·10⁻¹¹·L''', and rounding adds about 2⁻⁵³/h ≈ 10⁻¹¹ times Σ|weights ⊙ output|.
 * Allowed is 10⁻⁸·max(1, Σ|weights ⊙ output|): some hundred such errors, while a wrong formula is off in the first
 * digits.
 */
public final class GradientCheck {
    private static final double STEP = 1e-5;

    private static final double TOLERANCE = 1e-8;

    private final int limit;
    private final long seed;

    /**
     * A check.
     *
     * @param limit how many elements of each variable are varied at most; of a larger one that many are drawn
     * @param seed of the draw
     */
    public GradientCheck(int limit, long seed) {
        this.limit = limit;
        this.seed = seed;
    }

    /**
     * Differentiates a function numerically and compares.
     *
     * @param gradientCase the function, and the program that claims to know its gradient
     * @return what was found
     */
    public GradientReport check(GradientCase gradientCase) {
        final List<String> failures = new ArrayList<>();
        double worst = 0;
        int derivatives = 0;
        try (Float64Session session = Float64Oracle.open(gradientCase.programs())) {
            final Evaluation evaluation = new Evaluation(gradientCase, session);
            final double allowed = TOLERANCE * Math.max(1, evaluation.size());
            for (final Map.Entry<Tensor, Tensor> pair : gradientCase.gradients().entrySet()) {
                final Tensor variable = pair.getKey();
                final double[] analytic = evaluation.gradient(pair.getValue());
                double worstOfVariable = 0;
                String failure = "";
                for (final int place : places(variable)) {
                    final double numeric = evaluation.derivative(variable, place);
                    final double share = Math.abs(numeric - analytic[place]) / allowed;
                    derivatives++;
                    // Written so that a NaN on either side counts as the worst.
                    if (!(share <= worstOfVariable)) {
                        worstOfVariable = Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
                        failure = String.format(
                                Locale.ROOT,
                                "%s: the gradient by %s at %d is %.12g, but numerically %.12g ± %.2g",
                                gradientCase,
                                variable,
                                place,
                                analytic[place],
                                numeric,
                                allowed);
                    }
                }
                worst = Math.max(worst, worstOfVariable);
                if (worstOfVariable > 1) {
                    failures.add(failure);
                }
            }
        }
        return new GradientReport(gradientCase.name(), derivatives, worst, failures);
    }

    private int[] places(Tensor variable) {
        final int size = variable.size();
        return size <= limit
                ? IntStream.range(0, size).toArray()
                : new SplittableRandom(seed)
                        .ints(0, size)
                        .distinct()
                        .limit(limit)
                        .toArray();
    }

    /**
     * L, and its gradients, at the case's values or near them. Everything is uploaded before each run, since some ops
     * add to what is there.
     */
    private record Evaluation(GradientCase gradientCase, Float64Session session) {
        double derivative(Tensor variable, int place) {
            final double[] values = gradientCase.floats().get(variable).clone();
            final double centre = values[place];
            values[place] = centre + STEP;
            final double above = values[place];
            final double valueAbove = value(variable, values);
            values[place] = centre - STEP;
            final double below = values[place];
            return (valueAbove - value(variable, values)) / (above - below);
        }

        private double value(Tensor variable, double[] values) {
            final double[] output =
                    run(gradientCase.value(), gradientCase.output(), () -> session.upload(variable, values));
            double sum = 0;
            for (int i = 0; i < output.length; i++) {
                sum += gradientCase.weights()[i] * output[i];
            }
            return sum;
        }

        /** Σ|weights ⊙ output|. */
        double size() {
            final double[] output = run(gradientCase.value(), gradientCase.output(), () -> {});
            double sum = 0;
            for (int i = 0; i < output.length; i++) {
                sum += Math.abs(gradientCase.weights()[i] * output[i]);
            }
            return sum;
        }

        double[] gradient(Tensor gradient) {
            return run(gradientCase.backward(), gradient, () -> {});
        }

        private double[] run(Program program, Tensor wanted, Runnable change) {
            gradientCase.floats().forEach(session::upload);
            gradientCase.ints().forEach(session::upload);
            change.run();
            session.run(program, 1);
            final double[] values = new double[wanted.size()];
            session.download(wanted, values);
            return values;
        }
    }
}
