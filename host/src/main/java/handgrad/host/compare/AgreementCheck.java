package handgrad.host.compare;

import handgrad.host.measure.Measurement;
import handgrad.host.measure.Measurement.Point;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.network.Network;
import handgrad.training.ParameterValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compares the parameters of trainings on several devices. Rounding makes devices differ, and training amplifies small
 * differences by a factor that depends on the model, the learning rate and the number of steps. So the tolerance is
 * measured: one device trains again from parameters that are each moved to the next float, the smallest possible
 * difference, and the effect of that is the unit.
 */
final class AgreementCheck {
    /**
     * The nudge is a single rounding error per parameter. Devices round differently in every product and sum of every
     * step: sums of hundreds to thousands of terms differ by tens of units in the last place.
     */
    private static final double FACTOR = 64;

    private static final String REASON =
            "64 times what a training changes by when its first parameters are each moved to the next float: devices"
                    + " add in different orders, and"
                    + " sums of hundreds to thousands of terms round differently by tens of units in the last place,"
                    + " in every step";

    /** A loss is a mean over a batch or an epoch: this much of it is rounding of the last sum. */
    private static final double LOSS_ROUNDING = 1e-6;

    /** What one rounding changes in a parameter of about 1. */
    private static final double LEAST = Math.ulp(1f);

    private final Network network;

    AgreementCheck(Network network) {
        this.network = network;
    }

    /**
     * Compares.
     *
     * @param trainings at least two, whose points are the same and have files
     * @param reference the training that the others are compared with
     * @param yardstick a training of {@code trainings}
     * @param nudged the same from nudged parameters
     */
    Agreement check(List<Measurement> trainings, Reference reference, Measurement yardstick, Measurement nudged) {
        final List<Agreement.Point> points = new ArrayList<>();
        for (int p = 0; p < nudged.points().size(); p++) {
            final Point exact = reference.training().points().get(p);
            final ParameterValues expected = read(exact);
            final Difference least = difference(
                    read(yardstick.points().get(p)), read(nudged.points().get(p)));
            final double tolerance = FACTOR * Math.max(least.size(), LEAST);
            final double lossTolerance = FACTOR
                            * Math.abs(yardstick.points().get(p).loss()
                                    - nudged.points().get(p).loss())
                    + FACTOR * LOSS_ROUNDING * Math.max(1, Math.abs(exact.loss()));
            for (final Measurement training : trainings) {
                if (training != reference.training()) {
                    final Point mine = training.points().get(p);
                    final Difference found = difference(read(mine), expected);
                    final double loss = Math.abs(mine.loss() - exact.loss());
                    points.add(new Agreement.Point(
                            mine.point(),
                            mine.step(),
                            training.device(),
                            loss,
                            lossTolerance,
                            found.size(),
                            found.parameter(),
                            tolerance,
                            loss <= lossTolerance && found.size() <= tolerance));
                }
            }
        }
        return new Agreement(
                reference.training().device(),
                reference.reason(),
                yardstick.device(),
                FACTOR,
                REASON,
                points.stream().allMatch(Agreement.Point::agrees),
                points);
    }

    /**
     * What the others are compared with.
     *
     * @param training its training
     * @param reason why this one
     */
    record Reference(Measurement training, String reason) {
        /** The most exact one. */
        static Reference of(List<Measurement> trainings) {
            return trainings.stream()
                    .filter(training -> training.device().equals("oracle"))
                    .findFirst()
                    .map(oracle -> new Reference(oracle, "it computes in float64"))
                    .or(() -> trainings.stream()
                            .filter(training -> training.device().equals("java"))
                            .findFirst()
                            .map(java -> new Reference(java, "its kernels are the plain loops that define the ops")))
                    .orElseGet(() -> new Reference(trainings.getFirst(), "it was named first"));
        }
    }

    private record Difference(double size, String parameter) {}

    private Difference difference(ParameterValues some, ParameterValues others) {
        return network.parameters().stream()
                .map(parameter ->
                        new Difference(largest(some.elements(parameter), others.elements(parameter)), parameter.name()))
                .max(Comparator.comparingDouble(Difference::size))
                .orElseThrow();
    }

    /** The largest difference; NaN counts as infinite. */
    private static double largest(float[] some, float[] others) {
        double largest = 0;
        for (int i = 0; i < some.length; i++) {
            final double difference = Math.abs((double) some[i] - others[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }

    private ParameterValues read(Point point) {
        return Checkpoint.read(Path.of(point.file()), network, NonFinitePolicy.ALLOW)
                .parameters();
    }
}
