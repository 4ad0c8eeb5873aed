package handgrad.host.compare;

import java.util.List;

/**
 * Whether devices came to the same numbers.
 *
 * @param reference the device that the others are compared with
 * @param referenceReason why this one
 * @param yardstickDevice on which device a training was repeated from parameters that were nudged
 * @param toleranceFactor by how much devices may differ, as a multiple of what the nudge led to
 * @param toleranceReason why this is what can be asked for
 * @param agrees whether all points are within the tolerance
 * @param points each device at each point
 */
public record Agreement(
        String reference,
        String referenceReason,
        String yardstickDevice,
        double toleranceFactor,
        String toleranceReason,
        boolean agrees,
        List<Point> points) {
    /** Copies the points. */
    public Agreement {
        points = List.copyOf(points);
    }

    /**
     * A device at a point of the training.
     *
     * @param point such as {@code step 10} or {@code epoch 1}
     * @param step how many steps had been made
     * @param device which device
     * @param lossDifference from the reference's loss
     * @param lossTolerance how much was allowed
     * @param parameterDifference the largest from the reference's parameters
     * @param parameter where it was
     * @param tolerance how much was allowed in any parameter
     * @param agrees whether both differences are allowed
     */
    public record Point(
            String point,
            long step,
            String device,
            double lossDifference,
            double lossTolerance,
            double parameterDifference,
            String parameter,
            double tolerance,
            boolean agrees) {}
}
