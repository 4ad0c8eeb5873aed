package handgrad.host.check.op;

import handgrad.program.Tensor;
import java.util.Locale;
import java.util.Optional;

/**
 * The difference between one tensor and what it should be.
 *
 * @param share the largest error of an element, as a share of what it may be off by: passed if at most 1
 * @param relative ‖out − ref‖ / ‖ref‖ over the elements that should be finite; 0 where both are 0
 * @param problem the worst element, if it is off by too much
 */
record Difference(double share, double relative, Optional<String> problem) {
    /**
     * Compares floats. Where the reference is NaN or infinite, the result must be the same, whatever is allowed.
     *
     * @param tensor whose elements they are
     * @param out what the device made
     * @param reference what it should be
     * @param allowed how far each element may be off
     * @return the difference
     */
    static Difference ofFloats(Tensor tensor, float[] out, double[] reference, double[] allowed) {
        double worst = 0;
        int worstPlace = 0;
        double errorSquares = 0;
        double referenceSquares = 0;
        for (int i = 0; i < out.length; i++) {
            final double share = share(out[i], reference[i], allowed[i]);
            if (share > worst) {
                worst = share;
                worstPlace = i;
            }
            if (Double.isFinite(reference[i])) {
                errorSquares += (out[i] - reference[i]) * (out[i] - reference[i]);
                referenceSquares += reference[i] * reference[i];
            }
        }
        final double relative = errorSquares == 0 ? 0 : Math.sqrt(errorSquares / referenceSquares);
        return new Difference(
                worst,
                relative,
                worst > 1
                        ? Optional.of(String.format(
                                Locale.ROOT,
                                "%s at %d is %.9g, not %.9g ± %.2g",
                                tensor,
                                worstPlace,
                                out[worstPlace],
                                reference[worstPlace],
                                allowed[worstPlace]))
                        : Optional.empty());
    }

    /**
     * The error as a share of what is allowed; infinite where a special value is missing or the share is not a number.
     */
    private static double share(float out, double reference, double allowed) {
        if (Double.isNaN(reference)) {
            return Float.isNaN(out) ? 0 : Double.POSITIVE_INFINITY;
        }
        if (out == reference) {
            return 0;
        }
        final double share = Math.abs(out - reference) / allowed;
        return Double.isFinite(reference) && share >= 0 ? share : Double.POSITIVE_INFINITY;
    }

    /** Compares ints, which must be equal. */
    static Difference ofInts(Tensor tensor, int[] out, int[] reference) {
        for (int i = 0; i < out.length; i++) {
            if (out[i] != reference[i]) {
                return failed(tensor + " at " + i + " is " + out[i] + ", not " + reference[i]);
            }
        }
        return new Difference(0, 0, Optional.empty());
    }

    /** Compares floats bit by bit; all NaNs count as equal. */
    static Difference ofBits(Tensor tensor, float[] out, float[] reference) {
        for (int i = 0; i < out.length; i++) {
            if (Float.floatToIntBits(out[i]) != Float.floatToIntBits(reference[i])) {
                return failed(tensor + " at " + i + " is " + out[i] + ", not " + reference[i] + " to the bit");
            }
        }
        return new Difference(0, 0, Optional.empty());
    }

    private static Difference failed(String problem) {
        return new Difference(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Optional.of(problem));
    }
}
