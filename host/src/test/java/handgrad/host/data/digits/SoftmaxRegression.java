package handgrad.host.data.digits;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;

/** A plain linear classifier, to measure how hard a data set is: z = Wx + b, single-sample descent on −log softmax. */
final class SoftmaxRegression {
    private static final int CLASSES = 10;
    private static final float LEARNING_RATE = 0.01f;

    private final int size;
    private final float[][] weights;
    private final float[] biases = new float[CLASSES];

    private SoftmaxRegression(int size) {
        this.size = size;
        this.weights = new float[CLASSES][size];
    }

    static SoftmaxRegression train(Dataset dataset, int epochs) {
        final SoftmaxRegression model =
                new SoftmaxRegression(dataset.sampleShape().size());
        final float[] inputs = dataset.inputs().floats();
        final int[] labels = ((Targets.Classes) dataset.targets()).labels();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int i = 0; i < labels.length; i++) {
                model.step(inputs, i, labels[i]);
            }
        }
        return model;
    }

    double accuracy(Dataset dataset) {
        final float[] inputs = dataset.inputs().floats();
        final int[] labels = ((Targets.Classes) dataset.targets()).labels();
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            final float[] scores = scores(inputs, i);
            int best = 0;
            for (int k = 1; k < CLASSES; k++) {
                if (scores[k] > scores[best]) {
                    best = k;
                }
            }
            right += best == labels[i] ? 1 : 0;
        }
        return right / (double) labels.length;
    }

    private float[] scores(float[] inputs, int index) {
        final float[] scores = biases.clone();
        for (int k = 0; k < CLASSES; k++) {
            for (int i = 0; i < size; i++) {
                scores[k] += weights[k][i] * inputs[index * size + i];
            }
        }
        return scores;
    }

    private void step(float[] inputs, int index, int label) {
        final float[] scores = scores(inputs, index);
        double sum = 0;
        for (final float score : scores) {
            sum += Math.exp(score);
        }
        for (int k = 0; k < CLASSES; k++) {
            final float delta = LEARNING_RATE * (float) (Math.exp(scores[k]) / sum - (k == label ? 1 : 0));
            biases[k] -= delta;
            for (int i = 0; i < size; i++) {
                weights[k][i] -= delta * inputs[index * size + i];
            }
        }
    }
}
