package handgrad.homework;

import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.program.Shape;
import handgrad.random.RandomStream;

/** The synthetic data sets of the binary classifiers: 30 samples each, with targets −1 and +1. */
final class SyntheticData {
    private static final int SAMPLES = 30;
    private static final int DIMENSIONS = 20;
    private static final double DISC = 1;
    private static final double RING_FROM = 2;
    private static final double RING_TO = 3;

    private SyntheticData() {}

    /**
     * Points X ~ N(0, 1) of 20 dimensions, then labels Y = 2·randint(2) − 1. The labels do not depend on the points, so
     * a classifier can only memorise them.
     */
    static Split coinFlips(RandomStream stream) {
        final float[] x = new float[SAMPLES * DIMENSIONS];
        stream.fillNormal(x, 0, 1);
        final float[] y = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            y[i] = 2 * stream.nextInt(2) - 1;
        }
        return measuredOnItself(
                "coin-flips", new Dataset("coin-flips", Shape.of(DIMENSIONS), x, new Targets.Reals(y, 1)));
    }

    /**
     * 15 points in a disc (+1) and 15 in a ring around it (−1), mapped by φ. Each of 15 equal sectors has one point of
     * the ring, so that the convex hull of the ring contains the disc and no line separates them, whatever is drawn.
     */
    static Split ring(RandomStream stream) {
        final int each = SAMPLES / 2;
        final float[] features = new float[SAMPLES * PlaneFeatures.COUNT];
        final float[] y = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            final boolean inside = i < each;
            final double radius = inside
                    ? DISC * Math.sqrt(stream.nextDouble())
                    : RING_FROM + (RING_TO - RING_FROM) * stream.nextDouble();
            final double angle = 2 * Math.PI * (i % each + stream.nextDouble()) / each;
            final float[] phi = PlaneFeatures.of(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
            System.arraycopy(phi, 0, features, i * PlaneFeatures.COUNT, PlaneFeatures.COUNT);
            y[i] = inside ? 1 : -1;
        }
        return measuredOnItself(
                "ring", new Dataset("ring", Shape.of(PlaneFeatures.COUNT), features, new Targets.Reals(y, 1)));
    }

    /** A data set that is both the training and the test set, as in the course. */
    static Split measuredOnItself(String name, Dataset samples) {
        return new Split(name, samples, samples);
    }
}
