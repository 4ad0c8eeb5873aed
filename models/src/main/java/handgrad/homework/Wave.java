package handgrad.homework;

import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.Labels;

/** The target function of the regressions, f*(x) = (x − 2) cos 4x, and samples of it at x ~ N(0, 1). */
final class Wave {
    private static final double NOISE = 0.5;

    private Wave() {}

    /** f*(x). */
    static double at(double x) {
        return (x - 2) * StrictMath.cos(4 * x);
    }

    /** Samples that are both the training and the test set, as in the course. */
    static Split samples(String name, int count, RandomStream stream) {
        return SyntheticData.measuredOnItself(name, clean(name, normals(count, stream)));
    }

    /** Separate training and validation samples. */
    static Split samples(String name, int trainCount, int testCount, RandomStream stream) {
        final float[] train = normals(trainCount, stream);
        final float[] test = normals(testCount, stream);
        return new Split(name, clean(name + " (train)", train), clean(name + " (validation)", test));
    }

    /**
     * Adds noise N(0, ½) to the training targets for noisy labels. The noise is always drawn, so that the stream
     * advances.
     */
    static Split withNoise(Split split, Labels labels, RandomStream stream) {
        final Dataset train = split.train();
        final float[] noise = new float[train.count()];
        stream.fillNormal(noise, 0, NOISE);
        if (labels == Labels.CLEAN) {
            return split;
        }
        for (int i = 0; i < noise.length; i++) {
            noise[i] += (float) at(train.inputs().at(i));
        }
        final Dataset noisy =
                new Dataset(train.name(), train.sampleShape(), train.inputs(), new Targets.Reals(noise, 1));
        return new Split(split.name(), noisy, split.test());
    }

    private static float[] normals(int count, RandomStream stream) {
        final float[] x = new float[count];
        stream.fillNormal(x, 0, 1);
        return x;
    }

    private static Dataset clean(String name, float[] x) {
        final float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) at(x[i]);
        }
        return new Dataset(name, Shape.of(1), x, new Targets.Reals(y, 1));
    }
}
