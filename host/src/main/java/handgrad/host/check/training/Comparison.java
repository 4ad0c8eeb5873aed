package handgrad.host.check.training;

import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the results of a training on a device with the oracle's, and collects the errors.
 *
 * <p>Parameters are compared by what training changed in them, since a wrong gradient is small beside the parameters
 * themselves. After S steps ‖out − ref‖ may be S·(10⁻⁵·‖change‖ + 10⁻⁶·‖change of all parameters‖ + u·‖parameter‖), the
 * changes being those of the oracle, and shared evenly among the steps:
 *
 * <ul>
 *   <li>10⁻⁵ of a gradient is a hundred roundings u = 6·10⁻⁸: room for sums of thousands of products in any order and
 *   for elementary functions that are off by 8 ulp, through four layers. A wrong formula is off by far more.
 *   <li>A gradient sums over samples that may cancel, of a bias almost wholly. Its rounding errors are relative to what
 *   was summed. The measure of that is the gradient of all parameters.
 *   <li>u·‖parameter‖ is what the update rounds.
 *   <li>The learning rate is so small that a step magnifies no error (‖1 − ηH‖ is about 1): those of all steps add up.
 * </ul>
 *
 * <p>The loss of step s, the first being 1, may be off by s·10⁻⁵ of itself: its own pass, and the parameters' errors
 * until then. Counts are exact, since the data keep away from thresholds ({@link Kinks}).
 */
final class Comparison {
    private static final double UNIT = 0x1p-24;

    private static final double ONE_PASS = 1e-5;

    private static final double CANCELLED = 1e-6;

    private static final String WITH_NAN = ", with NaN in the data";

    private final TrainingReference reference;
    private final List<String> failures = new ArrayList<>();
    private double worst = -1;
    private String where = "";

    Comparison(TrainingReference reference) {
        this.reference = reference;
    }

    /** Compares a whole training. */
    Comparison ofTraining(Trace out) {
        final Trace right = reference.trained();
        out.parameters().forEach(this::parameter);
        out.losses()
                .forEach((what, values) -> losses(what, values, right.losses().get(what)));
        out.counts().forEach((what, values) -> {
            final int[] wanted = right.counts().get(what);
            note(
                    what,
                    Arrays.equals(values, wanted) ? 0 : Double.POSITIVE_INFINITY,
                    Arrays.toString(values) + ", not " + Arrays.toString(wanted));
        });
        return this;
    }

    /**
     * Compares how a NaN in the data spreads: a divergence must stay visible. The loss must be NaN where the oracle's
     * is. Some parameters must be NaN, and only where the oracle's are; which of these is open, since a ReLU's gradient
     * at NaN may be 0 or 0 · NaN.
     */
    Comparison ofNaN(Trace out) {
        final Trace right = reference.withNaN();
        out.losses().forEach((what, values) -> nans(what, values, right.losses().get(what), true));
        out.parameters()
                .forEach((moment, values) ->
                        nans(moment.toString(), values, right.parameters().get(moment), false));
        if (right.anyParameterIsNaN() && !out.anyParameterIsNaN()) {
            note("parameters" + WITH_NAN, Double.POSITIVE_INFINITY, "none is NaN");
        }
        return this;
    }

    /** Notes another failure. */
    Comparison fail(String failure) {
        failures.add(failure);
        worst = Double.POSITIVE_INFINITY;
        where = failure;
        return this;
    }

    /** What was found. */
    TrainingReport report() {
        return new TrainingReport(
                reference.model().name(),
                reference.trainingCase().schedule().batch(),
                reference.trainingCase().schedule().steps(),
                worst,
                where,
                failures);
    }

    private void parameter(Trace.Moment moment, double[] out) {
        final double[] right = reference.trained().parameters().get(moment);
        double allChanges = 0;
        for (final Map.Entry<Trace.Moment, double[]> other :
                reference.trained().parameters().entrySet()) {
            if (other.getKey().steps() == moment.steps()) {
                final double change =
                        distance(other.getValue(), initial(other.getKey().tensor()));
                allChanges += change * change;
            }
        }
        final double change = distance(right, initial(moment.tensor()));
        final double allowed = ONE_PASS * change
                + CANCELLED * Math.sqrt(allChanges)
                + moment.steps() * UNIT * distance(right, new double[right.length]);
        final double error = distance(out, right);
        note(
                moment.toString(),
                share(error, allowed),
                String.format(Locale.ROOT, "off by %.3g in norm; allowed are %.3g", error, allowed));
    }

    private double[] initial(Tensor parameter) {
        final float[] values = reference.inputs().floats().get(parameter);
        final double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private void losses(String what, double[] out, double[] right) {
        for (int step = 0; step < right.length; step++) {
            final double allowed = (step + 1) * ONE_PASS * Math.abs(right[step]);
            note(
                    what + ", step " + (step + 1),
                    share(Math.abs(out[step] - right[step]), allowed),
                    String.format(Locale.ROOT, "%.9g, not %.9g ± %.2g", out[step], right[step], allowed));
        }
    }

    private void nans(String what, double[] out, double[] right, boolean everywhere) {
        for (int i = 0; i < right.length; i++) {
            final boolean isNaN = Double.isNaN(out[i]);
            final boolean shouldBe = Double.isNaN(right[i]);
            if (isNaN != shouldBe && (isNaN || everywhere)) {
                note(what + WITH_NAN, Double.POSITIVE_INFINITY, "at " + i + " is " + out[i] + ", not " + right[i]);
                return;
            }
        }
        note(what + WITH_NAN, 0, "");
    }

    private void note(String what, double share, String problem) {
        if (share > worst) {
            worst = share;
            where = what;
        }
        if (share > 1) {
            failures.add(what + ": " + problem);
        }
    }

    private static double share(double error, double allowed) {
        if (error == 0) {
            return 0;
        }
        final double share = error / allowed;
        return share >= 0 ? share : Double.POSITIVE_INFINITY;
    }

    private static double distance(double[] values, double[] others) {
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            final double difference = values[i] - others[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
