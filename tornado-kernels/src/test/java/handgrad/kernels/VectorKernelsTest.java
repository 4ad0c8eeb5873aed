package handgrad.kernels;

import static handgrad.activation.Activations.RELU;
import static handgrad.activation.Activations.SIGMOID;
import static handgrad.activation.Activations.TANH;
import static handgrad.activation.Activations.leakyRelu;
import static handgrad.formula.Expression.argument;
import static handgrad.formula.Terms.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceException;
import handgrad.formula.Expression;
import handgrad.kernels.formula.FormulaKernels;
import handgrad.loss.SampleLosses;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import handgrad.program.UpdateRule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernels other than those on images, with numbers computed by hand. */
class VectorKernelsTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private static final FormulaKernels L2 = FormulaKernels.of(PenaltyFunction.L2);

    /** A value that the kernel must overwrite. */
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

    private static void run(FormulaKernels kernels, Class<?> family, String kernel, Object... arguments) {
        kernels.call(kernels.kernel(family, kernel), arguments).run();
    }

    private static void forward(Activation function, float[] x, float[] y) {
        run(FormulaKernels.of(function), Activations.class, "activationForward", x, y, x.length);
    }

    private static void backward(Activation function, float[] x, float[] y, float[] dy, float[] dx) {
        run(FormulaKernels.of(function), Activations.class, "activationBackward", x, y, dy, dx, dx.length);
    }

    /** tanh(log 2) = 3/5, σ(log 3) = 3/4. */
    @Test
    void activations() {
        final float[] y = unset(3);
        forward(TANH, new float[] {(float) Math.log(2), 0, -INFINITY}, y);
        assertArrayEquals(new float[] {0.6f, 0, -1}, y, 5 * Math.ulp(0.6f));
        forward(SIGMOID, new float[] {(float) Math.log(3), 0, -INFINITY}, y);
        assertArrayEquals(new float[] {0.75f, 0.5f, 0}, y, 3 * Math.ulp(0.75f));
        forward(RELU, new float[] {-2, 3, NAN}, y);
        assertArrayEquals(new float[] {0, 3, NAN}, y);
        forward(leakyRelu(0.25), new float[] {-2, 3, NAN}, y);
        assertArrayEquals(new float[] {-0.5f, 3, NAN}, y);
    }

    /** None of these reads x, so an empty array may be passed. */
    @Test
    void activationGradients() {
        final float[] none = {};
        final float[] dy = {8, 8, 8};
        final float[] dx = unset(3);
        backward(TANH, none, new float[] {0, 0.5f, -1}, dy, dx);
        assertArrayEquals(new float[] {8, 6, 0}, dx);
        backward(SIGMOID, none, new float[] {0.5f, 0.25f, 1}, dy, dx);
        assertArrayEquals(new float[] {2, 1.5f, 0}, dx);
        backward(RELU, none, new float[] {3, 0, 0}, dy, dx);
        assertArrayEquals(new float[] {8, 0, 0}, dx);
        backward(leakyRelu(0.25), none, new float[] {3, 0, -1}, dy, dx);
        assertArrayEquals(new float[] {8, 2, 2}, dx);
    }

    /** x², whose derivative reads x alone; x³ with 3 y / x, which reads both; and a function that reads neither. */
    @Test
    void gradientsReadWhatTheyKeep() {
        final float[] x = {1, 2, -3};
        final float[] dy = {1, 2, 10};
        final float[] dx = unset(3);
        backward(Activation.of("square", Expression::squared, (a, b) -> a.times(2)), x, new float[0], dy, dx);
        assertArrayEquals(new float[] {2, 8, -60}, dx);
        final Activation cube = Activation.of(
                "cube", a -> a.squared().times(a), (a, b) -> b.times(3).over(a));
        backward(cube, x, new float[] {1, 8, -27}, dy, dx);
        assertArrayEquals(new float[] {3, 24, 270}, dx);
        backward(Activation.of("double", a -> a.times(2), (a, b) -> number(2)), new float[0], new float[0], dy, dx);
        assertArrayEquals(new float[] {2, 4, 20}, dx);
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

    /**
     * A confident correct prediction: loss log(1 + e⁻³⁰), and gradient −e⁻³⁰/(1 + e⁻³⁰) at the label, which 1 −
     * probability would round to 0.
     */
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

    /** The first of equal logits counts as the largest; NaN exceeds every number. */
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

    /** One sample of two scores: the mean of their losses, and half of each derivative times the scale of 4. */
    private static void checkLoss(
            SampleLoss function, float[] scores, float[] targets, double[] losses, double[] slopes) {
        final float[] loss = unset(1);
        final FormulaKernels kernels = FormulaKernels.of(function);
        run(kernels, ScoreLosses.class, "scoreLossForward", scores, targets, loss, 1, 2);
        final float[] gradient = unset(2);
        run(kernels, ScoreLosses.class, "scoreLossBackward", scores, targets, gradient, 1, 2, 4f);
        // A few relative roundings.
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
        checkLoss(SampleLosses.LOGISTIC, scores, signs, new double[] {Math.log(4.0 / 3), Math.log(4)}, new double[] {
            -0.25, 0.75
        });
        checkLoss(SampleLosses.SQUARED_PROBABILITY, scores, signs, new double[] {2.0 / 16, 18.0 / 16}, new double[] {
            -3.0 / 16, 9.0 / 16
        });
        checkLoss(
                SampleLosses.BINARY_CROSS_ENTROPY,
                scores,
                new float[] {1, 0},
                new double[] {Math.log(4.0 / 3), Math.log(4)},
                new double[] {-0.25, 0.75});
        checkLoss(
                SampleLosses.SQUARED_ERROR, new float[] {5, -2}, new float[] {2, 0}, new double[] {9, 4}, new double[] {
                    6, -4
                });
        checkLoss(
                SampleLosses.HALF_SQUARED_ERROR,
                new float[] {5, -2},
                new float[] {2, 0},
                new double[] {4.5, 2},
                new double[] {3, -2});
    }

    /** Inside the margin, on its border (where the sub-gradient is taken as 0), on the wrong side, and outside. */
    @Test
    void hinge() {
        checkLoss(SampleLosses.HINGE, new float[] {0.25f, 1}, new float[] {1, 1}, new double[] {0.75, 0}, new double[] {
            -1, 0
        });
        checkLoss(SampleLosses.HINGE, new float[] {2, -3}, new float[] {-1, -1}, new double[] {3, 0}, new double[] {1, 0
        });
    }

    /** At z = ±60 the small losses and slopes are e⁻⁶⁰, the large ones 60 and 1. */
    @Test
    void lossesKeepTheirDigitsFarOut() {
        final double small = Math.exp(-60);
        checkLoss(
                SampleLosses.LOGISTIC,
                new float[] {60, -60},
                new float[] {1, -1},
                new double[] {small, small},
                new double[] {-small, small});
        checkLoss(
                SampleLosses.BINARY_CROSS_ENTROPY,
                new float[] {60, -60},
                new float[] {1, 0},
                new double[] {small, small},
                new double[] {-small, small});
        checkLoss(
                SampleLosses.LOGISTIC, new float[] {60, -60}, new float[] {-1, 1}, new double[] {60, 60}, new double[] {
                    1, -1
                });
    }

    @Test
    void nanScoresGiveNanLosses() {
        final float[] losses = {0, 0};
        final float[] scores = {NAN, NAN};
        final float[] targets = {1, -1};
        for (final SampleLoss loss : SampleLosses.all()) {
            run(FormulaKernels.of(loss), ScoreLosses.class, "scoreLossForward", scores, targets, losses, 2, 1);
            assertArrayEquals(new float[] {NAN, NAN}, losses);
        }
    }

    @Test
    void records() {
        final int[] position = {100, 1};
        final float[] history = {-1, -1, -1};
        Records.recordLoss(new float[] {1, 2, 4}, position, history, 3);
        assertArrayEquals(new float[] {-1, 7, -1}, history);
        run(L2, Records.class, "recordPenalty", new float[] {1, -2}, new float[] {0.5f}, position, history, 2, 3);
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
        run(L2, Records.class, "recordPenalty", w, new float[] {1}, new int[] {0, 0}, history, 1001, 1);
        assertEquals(0x1p24f + 1000, history[0]);
    }

    @Test
    void updates() {
        final float[] w = {10, 20};
        final float[] rate = {0.5f};
        run(FormulaKernels.of(UpdateRule.PLAIN), Updates.class, "update", w, new float[] {4, -8}, rate, rate, 2);
        assertArrayEquals(new float[] {8, 24}, w);
        final float[] dw = {1, 2};
        run(L2, Updates.class, "addPenaltyGradient", w, new float[] {0.25f}, dw, 2);
        assertArrayEquals(new float[] {5, 14}, dw);
        Updates.takeRate(new float[] {1, 2, 3}, new int[] {7, 2}, rate);
        assertArrayEquals(new float[] {3}, rate);
        final float[] count = {4};
        Updates.countStep(count);
        assertArrayEquals(new float[] {5}, count);
    }

    /** w ← w + r + 2 s + 4 t + η · step · g; r ← w; s ← r; t ← s: all new values are computed from the old ones. */
    @Test
    void updatesWithKeptNumbers() {
        final Expression w = argument("w");
        final Expression count = argument("step");
        final Expression scaled = argument("rate").times(count).times(argument("g"));
        final Expression weight = w.plus(argument("one"))
                .plus(argument("two").times(2))
                .plus(argument("three").times(4))
                .plus(scaled);
        final UpdateRule rule =
                new UpdateRule(List.of("one", "two", "three"), weight, List.of(w, argument("one"), argument("two")));
        final float[] weights = {1, 100};
        final float[] one = {2, 200};
        final float[] two = {3, 300};
        final float[] three = {4, 400};
        run(
                FormulaKernels.of(rule),
                Updates.class,
                FormulaKernels.updateKernel(rule),
                weights,
                new float[] {1, 2},
                one,
                two,
                three,
                new float[] {0.5f},
                new float[] {10},
                2);
        assertArrayEquals(new float[] {1 + 2 + 6 + 16 + 5, 100 + 200 + 600 + 1600 + 10}, weights);
        assertArrayEquals(new float[] {1, 100}, one);
        assertArrayEquals(new float[] {2, 200}, two);
        assertArrayEquals(new float[] {3, 300}, three);
    }

    @Test
    void fourKeptNumbersAreAnErrorThatNamesTheLimit() {
        final List<String> states = List.of("a", "b", "c", "d");
        final UpdateRule rule = new UpdateRule(
                states, argument("w"), states.stream().map(Expression::argument).toList());
        final DeviceException failure = assertThrows(DeviceException.class, () -> FormulaKernels.of(rule));
        assertTrue(failure.getMessage().contains("at most 3"), failure.getMessage());
    }

    /** A kernel called with the placeholder, without a formula. */
    @Test
    void withoutAFormulaAKernelGivesNan() {
        final float[] y = {0};
        Activations.activationForward(new float[] {1}, y, 1);
        assertArrayEquals(new float[] {NAN}, y);
    }
}
