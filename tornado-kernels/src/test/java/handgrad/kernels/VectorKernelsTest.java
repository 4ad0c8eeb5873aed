package handgrad.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The kernels that know no image, in numbers worked out by hand. */
class VectorKernelsTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /** What a kernel must overwrite. */
    private static float[] unset(int size) {
        final float[] values = new float[size];
        Arrays.fill(values, NAN);
        return values;
    }

    @Test
    void gathersFromThePositionOn() {
        final int[] order = {0, 0, 2, 1, 0};
        final int[] position = {2, 5};
        final float[] rows = unset(4);
        Batches.gatherRows(new float[] {0, 1, 10, 11, 20, 21}, order, position, rows, 2, 2);
        assertArrayEquals(new float[] {20, 21, 10, 11}, rows);
        final int[] labels = new int[2];
        Batches.gatherLabels(new int[] {7, 8, 9}, order, position, labels, 2);
        assertArrayEquals(new int[] {9, 8}, labels);
        Batches.advance(position, 2);
        assertArrayEquals(new int[] {4, 6}, position);
    }

    /** x = [1 2 3; 4 5 6], w = [1 10 100; 0 1 −1]. */
    @Test
    void linear() {
        final float[] x = {1, 2, 3, 4, 5, 6};
        final float[] w = {1, 10, 100, 0, 1, -1};
        final float[] y = unset(4);
        Linears.linearForward(x, w, new float[] {1000, 7}, y, 2, 3, 2);
        assertArrayEquals(new float[] {1321, 6, 1654, 6}, y);
        final float[] dy = {1, 2, 10, 20};
        final float[] dx = unset(6);
        Linears.linearBackwardInput(dy, w, dx, 2, 3, 2);
        assertArrayEquals(new float[] {1, 12, 98, 10, 120, 980}, dx);
        final float[] dw = unset(6);
        final float[] db = unset(2);
        Linears.linearBackwardWeight(x, dy, dw, db, 2, 3, 2);
        assertArrayEquals(new float[] {41, 52, 63, 82, 104, 126}, dw);
        assertArrayEquals(new float[] {11, 22}, db);
    }

    /** 150 samples are two whole blocks of the sum and a part: Σ n = 11,175, Σ n² = 1,113,775 for n = 0 … 149. */
    @Test
    void linearSumsEverySampleOnce() {
        final float[] numbers = new float[150];
        for (int n = 0; n < 150; n++) {
            numbers[n] = n;
        }
        final float[] dw = unset(1);
        final float[] db = unset(1);
        Linears.linearBackwardWeight(numbers, numbers, dw, db, 150, 1, 1);
        assertArrayEquals(new float[] {1_113_775}, dw);
        assertArrayEquals(new float[] {11_175}, db);
    }

    /** tanh(log 2) = 3/5, σ(log 3) = 3/4. */
    @Test
    void activations() {
        final float[] y = unset(3);
        Activations.tanhForward(new float[] {(float) Math.log(2), 0, -INFINITY}, y, 3);
        assertArrayEquals(new float[] {0.6f, 0, -1}, y, 5 * Math.ulp(0.6f));
        Activations.sigmoidForward(new float[] {(float) Math.log(3), 0, -INFINITY}, y, 3);
        assertArrayEquals(new float[] {0.75f, 0.5f, 0}, y, 3 * Math.ulp(0.75f));
        Activations.reluForward(new float[] {-2, 3, NAN}, y, 3);
        assertArrayEquals(new float[] {0, 3, NAN}, y);
        Activations.leakyReluForward(new float[] {-2, 3, NAN}, y, 0.25f, 3);
        assertArrayEquals(new float[] {-0.5f, 3, NAN}, y);
    }

    @Test
    void activationGradients() {
        final float[] dy = {8, 8, 8};
        final float[] dx = unset(3);
        Activations.tanhBackward(new float[] {0, 0.5f, -1}, dy, dx, 3);
        assertArrayEquals(new float[] {8, 6, 0}, dx);
        Activations.sigmoidBackward(new float[] {0.5f, 0.25f, 1}, dy, dx, 3);
        assertArrayEquals(new float[] {2, 1.5f, 0}, dx);
        Activations.reluBackward(new float[] {3, 0, 0}, dy, dx, 3);
        assertArrayEquals(new float[] {8, 0, 0}, dx);
        Activations.leakyReluBackward(new float[] {3, 0, -1}, dy, dx, 0.25f, 3);
        assertArrayEquals(new float[] {8, 2, 2}, dx);
    }

    /** Odds 1 : 2 : 5 give the probabilities 1/8, 2/8, 5/8; logits a thousand apart must not overflow. */
    @Test
    void softmaxCrossEntropy() {
        final float[] logits = {0, (float) Math.log(2), (float) Math.log(5), 1000, -1000, 1000};
        final int[] labels = {1, 0};
        final float[] losses = unset(2);
        ClassLosses.softmaxCrossEntropyForward(logits, labels, losses, 2, 3);
        final float rounding = 4 * Math.ulp(1f);
        assertArrayEquals(new float[] {(float) Math.log(4), (float) Math.log(2)}, losses, rounding);
        final float[] gradient = unset(6);
        ClassLosses.softmaxCrossEntropyBackward(logits, labels, gradient, 2, 3, 8f);
        assertArrayEquals(new float[] {1, -6, 5, -4, 0, 4}, gradient, 8 * rounding);
    }

    /** A sure and right answer: loss log(1 + e⁻³⁰) and gradient −e⁻³⁰/(1 + e⁻³⁰) at the label, which 1 − probability would round to 0. */
    @Test
    void softmaxKeepsTheDigitsOfSmallLosses() {
        final float[] losses = unset(1);
        final float[] gradient = unset(2);
        ClassLosses.softmaxCrossEntropyForward(new float[] {30, 0}, new int[] {0}, losses, 1, 2);
        ClassLosses.softmaxCrossEntropyBackward(new float[] {30, 0}, new int[] {0}, gradient, 1, 2, 1f);
        final float small = (float) Math.exp(-30);
        assertEquals(small, losses[0], 3 * Math.ulp(small));
        assertArrayEquals(new float[] {-small, small}, gradient, 3 * Math.ulp(small));
    }

    @Test
    void softmaxOfAnInfiniteLogitIsNan() {
        final float[] losses = {0, 0};
        ClassLosses.softmaxCrossEntropyForward(new float[] {1, INFINITY, -INFINITY, 0}, new int[] {0, 1}, losses, 2, 2);
        assertArrayEquals(new float[] {NAN, 0}, losses);
    }

    /** Of equal logits the first counts; NaN counts as the largest. */
    @Test
    void classHits() {
        final float[] logits = {1, 3, 2, 5, 5, 1, 5, 5, 1, 9, NAN, NAN, 9, NAN, INFINITY};
        final int[] hits = {9, 9, 9, 9, 9};
        ClassLosses.classHits(logits, new int[] {1, 0, 1, 1, 2}, hits, 5, 3);
        assertArrayEquals(new int[] {1, 1, 0, 1, 0}, hits);
    }

    @Test
    void scoreHits() {
        final int[] hits = {9, 9, 9, 9};
        ScoreLosses.scoreHits(new float[] {2, 2, 1, -3}, new float[] {1, 0, 1, 0}, hits, 4, 1f, 0.5f);
        assertArrayEquals(new int[] {1, 0, 0, 1}, hits);
    }

    private interface Forward {
        void run(float[] scores, float[] targets, float[] losses, int samples, int width);
    }

    private interface Backward {
        void run(float[] scores, float[] targets, float[] dScores, int samples, int width, float scale);
    }

    /** One sample of two scores: the mean of their losses, and half of each derivative times the scale 4. */
    private static void checkLoss(
            Forward forward, Backward backward, float[] scores, float[] targets, double[] losses, double[] slopes) {
        final float[] loss = unset(1);
        forward.run(scores, targets, loss, 1, 2);
        final float[] gradient = unset(2);
        backward.run(scores, targets, gradient, 1, 2, 4f);
        // A few roundings, each relative.
        assertEquals((losses[0] + losses[1]) / 2, loss[0], 1e-6 * Math.abs(loss[0]));
        assertEquals(2 * slopes[0], gradient[0], 1e-6 * Math.abs(gradient[0]));
        assertEquals(2 * slopes[1], gradient[1], 1e-6 * Math.abs(gradient[1]));
    }

    /** σ(log 3) = 3/4, σ(−log 3) = 1/4. */
    @Test
    void scoreLosses() {
        final float log3 = (float) Math.log(3);
        final float[] scores = {log3, log3};
        final float[] signs = {1, -1};
        checkLoss(
                ScoreLosses::logisticForward,
                ScoreLossGradients::logisticBackward,
                scores,
                signs,
                new double[] {Math.log(4.0 / 3), Math.log(4)},
                new double[] {-0.25, 0.75});
        checkLoss(
                ScoreLosses::squaredProbabilityForward,
                ScoreLossGradients::squaredProbabilityBackward,
                scores,
                signs,
                new double[] {2.0 / 16, 18.0 / 16},
                new double[] {-3.0 / 16, 9.0 / 16});
        checkLoss(
                ScoreLosses::binaryCrossEntropyForward,
                ScoreLossGradients::binaryCrossEntropyBackward,
                scores,
                new float[] {1, 0},
                new double[] {Math.log(4.0 / 3), Math.log(4)},
                new double[] {-0.25, 0.75});
        checkLoss(
                ScoreLosses::squaredErrorForward,
                ScoreLossGradients::squaredErrorBackward,
                new float[] {5, -2},
                new float[] {2, 0},
                new double[] {9, 4},
                new double[] {6, -4});
        checkLoss(
                ScoreLosses::halfSquaredErrorForward,
                ScoreLossGradients::halfSquaredErrorBackward,
                new float[] {5, -2},
                new float[] {2, 0},
                new double[] {4.5, 2},
                new double[] {3, -2});
    }

    /** Within the margin, at it (where the sub-gradient is taken as 0), and on the wrong side. */
    @Test
    void hinge() {
        checkLoss(
                ScoreLosses::hingeForward,
                ScoreLossGradients::hingeBackward,
                new float[] {0.25f, 1},
                new float[] {1, 1},
                new double[] {0.75, 0},
                new double[] {-1, 0});
        checkLoss(
                ScoreLosses::hingeForward,
                ScoreLossGradients::hingeBackward,
                new float[] {2, -3},
                new float[] {-1, -1},
                new double[] {3, 0},
                new double[] {1, 0});
    }

    /** At z = ±60 the small losses and slopes are e⁻⁶⁰, the large ones 60 and 1. */
    @Test
    void lossesKeepTheirDigitsFarOut() {
        final double small = Math.exp(-60);
        checkLoss(
                ScoreLosses::logisticForward,
                ScoreLossGradients::logisticBackward,
                new float[] {60, -60},
                new float[] {1, -1},
                new double[] {small, small},
                new double[] {-small, small});
        checkLoss(
                ScoreLosses::binaryCrossEntropyForward,
                ScoreLossGradients::binaryCrossEntropyBackward,
                new float[] {60, -60},
                new float[] {1, 0},
                new double[] {small, small},
                new double[] {-small, small});
        checkLoss(
                ScoreLosses::logisticForward,
                ScoreLossGradients::logisticBackward,
                new float[] {60, -60},
                new float[] {-1, 1},
                new double[] {60, 60},
                new double[] {1, -1});
    }

    @Test
    void nanScoresGiveNanLosses() {
        final float[] losses = {0, 0};
        final float[] scores = {NAN, NAN};
        final float[] targets = {1, -1};
        for (final Forward forward : new Forward[] {
            ScoreLosses::logisticForward,
            ScoreLosses::squaredProbabilityForward,
            ScoreLosses::hingeForward,
            ScoreLosses::squaredErrorForward,
            ScoreLosses::halfSquaredErrorForward,
            ScoreLosses::binaryCrossEntropyForward
        }) {
            forward.run(scores, targets, losses, 2, 1);
            assertArrayEquals(new float[] {NAN, NAN}, losses);
        }
    }

    @Test
    void records() {
        final int[] position = {100, 1};
        final float[] history = {-1, -1, -1};
        Records.recordLoss(new float[] {1, 2, 4}, position, history, 3);
        assertArrayEquals(new float[] {-1, 7, -1}, history);
        Records.recordPenalty(new float[] {1, -2}, new float[] {0.5f}, position, history, 2, 3);
        assertArrayEquals(new float[] {-1, 14.5f, -1}, history);
        final int[] hitHistory = {-1, -1};
        Records.recordHits(new int[] {1, 0, 1}, position, hitHistory, 3);
        assertArrayEquals(new int[] {-1, 2}, hitHistory);
    }

    /** 2²⁴ + 1 + 1 + …: without compensation every 1 would be lost. */
    @Test
    void lossesAreSummedWithCompensation() {
        final float[] losses = new float[1001];
        Arrays.fill(losses, 1);
        losses[0] = 0x1p24f;
        final float[] history = {0};
        Records.recordLoss(losses, new int[] {0, 0}, history, 1001);
        assertEquals(0x1p24f + 1000, history[0]);
        final float[] w = new float[1001];
        Arrays.fill(w, 1);
        w[0] = 0x1p12f;
        history[0] = 0;
        Records.recordPenalty(w, new float[] {1}, new int[] {0, 0}, history, 1001, 1);
        assertEquals(0x1p24f + 1000, history[0]);
    }

    @Test
    void updates() {
        final float[] w = {10, 20};
        Updates.sgdUpdate(w, new float[] {4, -8}, new float[] {0.5f}, 2);
        assertArrayEquals(new float[] {8, 24}, w);
        final float[] dw = {1, 2};
        Updates.addPenaltyGradient(w, new float[] {0.25f}, dw, 2);
        assertArrayEquals(new float[] {5, 14}, dw);
    }
}
