package handgrad.homework;

import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.program.Shape;
import handgrad.random.RandomStream;

/** The binary classifiers' data sets that the course makes rather than loads, each of 30 samples with targets −1 and +1. */
final class MadeData {
    private static final int SAMPLES = 30;
    private static final int DIMENSIONS = 20;
    private static final double DISC = 1;
    private static final double RING_FROM = 2;
    private static final double RING_TO = 3;

    private MadeData() {}

    /**
     * Points X ~ N(0, 1) of 20 dimensions with labels Y = 2·randint(2) − 1, drawn after them: nothing in a point tells its label, so what a
     * classifier learns here is the sample by heart.
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
     * 15 points in a disc (+1) and 15 in a ring around it (−1), put as φ(x). One point of the ring lies in each of 15 equal sectors, so that
     * the ring's hull holds the disc and no line separates the two, whatever is drawn.
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

    /** A data set with no samples to spare: what was trained on is what is measured, as in the course. */
    static Split measuredOnItself(String name, Dataset samples) {
        return new Split(name, samples, samples);
    }
}
