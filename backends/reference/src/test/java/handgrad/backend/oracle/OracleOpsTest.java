package handgrad.backend.oracle;

import static handgrad.backend.oracle.OracleRun.floats;
import static handgrad.backend.oracle.OracleRun.ints;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.activation.Activations;
import handgrad.loss.SampleLosses;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.PenaltyFunction;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.SampleLoss;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import org.junit.jupiter.api.Test;

/** The other ops, with numbers computed by hand and at the edge cases of their definitions. */
class OracleOpsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** A few roundings of a double at size 1. */
    private static final double ROUNDING = 1e-15;

    private final Tensor position = ints("position", 2);
    private final Tensor order = ints("order", 5);

    @Test
    void gathersFromThePositionOn() {
        final Tensor data = floats("data", 3, 2);
        final Tensor batch = floats("batch", 2, 2);
        final Tensor labels = ints("labels", 3);
        final Tensor batchLabels = ints("batch labels", 2);
        final OracleRun run = new OracleRun()
                .with(data, 0.0, 1, 10, 11, 20, 21)
                .with(labels, 7, 8, 9)
                .with(order, 0, 0, 2, 1, 0)
                .with(position, 2, 5);
        final var asParameters = run.run(new GatherRows(data, order, position, batch));
        assertArrayEquals(new double[] {20, 21, 10, 11}, asParameters.floats(batch));
        final var asLabels = run.run(new GatherLabels(labels, order, position, batchLabels));
        assertArrayEquals(new int[] {9, 8}, asLabels.ints(batchLabels));
        assertArrayEquals(new int[] {35, 6}, run.run(new Advance(position, 33)).ints(position));
    }

    /** x = [1 2 3], w = [1 0 −1; 2 2 2], b = [10 20]. */
    @Test
    void multipliesMatrices() {
        final Tensor x = floats("x", 2, 3);
        final Tensor w = floats("w", 2, 3);
        final Tensor b = floats("b", 2);
        final Tensor y = floats("y", 2, 2);
        final OracleRun run = new OracleRun()
                .with(x, 1.0, 2, 3, 0, 0, 1)
                .with(w, 1.0, 0, -1, 2, 2, 2)
                .with(b, 10.0, 20)
                .with(y, 1.0, 10, 100, 1000);
        assertArrayEquals(
                new double[] {8, 32, 9, 22},
                run.run(new LinearForward(x, w, b, y)).floats(y));
        final Tensor dx = floats("dx", 2, 3);
        assertArrayEquals(
                new double[] {21, 20, 19, 2100, 2000, 1900},
                run.run(new LinearBackwardInput(y, w, dx)).floats(dx));
        final Tensor dw = floats("dw", 2, 3);
        final Tensor db = floats("db", 2);
        final var gradients = run.run(new LinearBackwardWeight(x, y, dw, db));
        assertArrayEquals(new double[] {1, 2, 103, 10, 20, 1030}, gradients.floats(dw));
        assertArrayEquals(new double[] {101, 1010}, gradients.floats(db));
    }

    @Test
    void activates() {
        final Activation leaky = Activations.leakyRelu(0.25F);
        assertArrayEquals(new double[] {0, 1, -1}, activate(Activations.TANH, 0, INFINITY, -INFINITY));
        assertArrayEquals(new double[] {0.5, 1, 0}, activate(Activations.SIGMOID, 0, INFINITY, -INFINITY));
        assertArrayEquals(new double[] {0, 3, 0}, activate(Activations.RELU, 0, 3, -2));
        assertArrayEquals(new double[] {0, 3, -0.5}, activate(leaky, 0, 3, -2));
        assertEquals(0.75, activate(Activations.SIGMOID, Math.log(3), 0, 0)[0], ROUNDING, "3/(3+1)");
        assertEquals(0.6, activate(Activations.TANH, Math.log(2), 0, 0)[0], ROUNDING, "(4−1)/(4+1)");
    }

    /** dy = 8 everywhere; y = σ(x). */
    @Test
    void differentiatesActivations() {
        assertArrayEquals(new double[] {8, 6, 0}, differentiate(Activations.TANH, 0, 0.5, -1));
        assertArrayEquals(new double[] {2, 1.5, 0}, differentiate(Activations.SIGMOID, 0.5, 0.25, 1));
        assertArrayEquals(new double[] {8, 0, 0}, differentiate(Activations.RELU, 3, 0, -0.0));
        assertArrayEquals(new double[] {8, 2, 2}, differentiate(Activations.leakyRelu(0.25F), 3, 0, -3));
    }

    private static double[] activate(Activation function, double... values) {
        final Tensor x = floats("x", 3);
        final Tensor y = floats("y", 3);
        return new OracleRun()
                .with(x, values)
                .run(new ActivationForward(function, x, y))
                .floats(y);
    }

    private static double[] differentiate(Activation function, double... outputs) {
        final Tensor y = floats("y", 3);
        final Tensor dy = floats("dy", 3);
        final Tensor dx = floats("dx", 3);
        return new OracleRun()
                .with(y, outputs)
                .with(dy, 8.0, 8, 8)
                .run(new ActivationBackward(function, y, y, dy, dx))
                .floats(dx);
    }

    /**
     * Equal logits: log K and 1/K. Logits log 1, log 2, log 5: probabilities 1/8, 2/8, 5/8. Logits of ±1000 must not
     * overflow.
     */
    @Test
    void softmaxCrossEntropy() {
        final Tensor logits = floats("z", 3, 3);
        final Tensor labels = ints("labels", 3);
        final Tensor losses = floats("losses", 3);
        final Tensor gradient = floats("dz", 3, 3);
        final OracleRun run = new OracleRun()
                .with(logits, 4.0, 4, 4, 0, Math.log(2), Math.log(5), 1000, -1000, 1000)
                .with(labels, 1, 2, 1);
        assertArrayEquals(
                new double[] {Math.log(3), Math.log(1.6), 2000 + Math.log(2)},
                run.run(new SoftmaxCrossEntropyForward(logits, labels, losses)).floats(losses),
                ROUNDING);
        assertArrayEquals(
                new double[] {4.0 / 3, -8.0 / 3, 4.0 / 3, 0.5, 1, -1.5, 2, -4, 2},
                run.run(new SoftmaxCrossEntropyBackward(logits, labels, gradient, 4))
                        .floats(gradient),
                4 * ROUNDING);
    }

    /**
     * Each function at z = log 3 (σ = ¾) or at small integers, with two scores a sample, one of which has a known loss.
     */
    @Test
    void scoreLosses() {
        final double z = Math.log(3);
        check(SampleLosses.LOGISTIC, z, 1, -Math.log(0.75), -0.25);
        check(SampleLosses.LOGISTIC, z, -1, -Math.log(0.25), 0.75);
        check(SampleLosses.LOGISTIC, -2000, 1, 2000, -1);
        check(SampleLosses.SQUARED_PROBABILITY, z, 1, 2.0 / 16, -4 * 0.75 * 0.0625);
        check(SampleLosses.SQUARED_PROBABILITY, z, -1, 2 * 0.5625, 4 * 0.5625 * 0.25);
        check(SampleLosses.HINGE, 0.5, 1, 0.5, -1);
        check(SampleLosses.HINGE, 1, 1, 0, 0);
        check(SampleLosses.HINGE, 3, -1, 4, 1);
        check(SampleLosses.SQUARED_ERROR, 5, 2, 9, 6);
        check(SampleLosses.HALF_SQUARED_ERROR, 5, 2, 4.5, 3);
        check(SampleLosses.BINARY_CROSS_ENTROPY, z, 1, -Math.log(0.75), -0.25);
        check(SampleLosses.BINARY_CROSS_ENTROPY, z, 0, -Math.log(0.25), 0.75);
        check(SampleLosses.BINARY_CROSS_ENTROPY, 0, 0.5, Math.log(2), 0);
    }

    private static void check(SampleLoss function, double score, double target, double loss, double derivative) {
        final Tensor scores = floats("z", 1, 2);
        final Tensor targets = floats("y", 1, 2);
        final Tensor losses = floats("losses", 1);
        final Tensor gradient = floats("dz", 1, 2);
        final OracleRun run = new OracleRun().with(scores, score, score).with(targets, target, target);
        final String name = function + " at " + score + ", " + target;
        assertArrayEquals(
                new double[] {loss},
                run.run(new ScoreLossForward(function, scores, targets, losses)).floats(losses),
                4 * ROUNDING,
                name);
        assertArrayEquals(
                new double[] {derivative, derivative},
                run.run(new ScoreLossBackward(function, scores, targets, gradient, 2))
                        .floats(gradient),
                4 * ROUNDING,
                name);
    }

    /** In the second row the first of two equal maxima counts; the third has a NaN, which exceeds every number. */
    @Test
    void countsClassHits() {
        final Tensor logits = floats("z", 4, 3);
        final Tensor labels = ints("labels", 4);
        final Tensor hits = ints("hits", 4);
        final var result = new OracleRun()
                .with(logits, 1.0, 3, 2, 5, 5, 4, INFINITY, 0, Double.NaN, 5, 5, 4)
                .with(labels, 1, 0, 2, 1)
                .run(new ClassHits(logits, labels, hits));
        assertArrayEquals(new int[] {1, 1, 1, 0}, result.ints(hits));
    }

    /** A score equal to the threshold counts as below it. */
    @Test
    void countsScoreHits() {
        final Tensor scores = floats("z", 5, 1);
        final Tensor targets = floats("y", 5, 1);
        final Tensor hits = ints("hits", 5);
        final var result = new OracleRun()
                .with(scores, 1.0, 0, -1, 0.5, Double.NaN)
                .with(targets, 1.0, 0, 1, 0, 0)
                .run(new ScoreHits(scores, targets, hits, 0, 0.5F));
        assertArrayEquals(new int[] {1, 1, 0, 0, 1}, result.ints(hits));
    }

    /** Index 1 of three; the penalty of w = (1, 2, 3) with λ = ½ for 4 samples is 28. */
    @Test
    void records() {
        final Tensor values = floats("values", 3);
        final Tensor lambda = floats("lambda", 1);
        final Tensor history = floats("history", 3);
        final Tensor hits = ints("hits", 3);
        final Tensor hitHistory = ints("hit history", 3);
        final OracleRun run = new OracleRun()
                .with(values, 1.0, 2, 3)
                .with(lambda, 0.5)
                .with(history, 100.0, 200, 300)
                .with(hits, 1, 0, 1)
                .with(hitHistory, 7, 8, 9)
                .with(position, 40, 1);
        assertArrayEquals(
                new double[] {100, 6, 300},
                run.run(new RecordLoss(values, position, history)).floats(history));
        assertArrayEquals(
                new double[] {100, 228, 300},
                run.run(new RecordPenalty(PenaltyFunction.L2, values, lambda, position, history, 4))
                        .floats(history));
        assertArrayEquals(
                new int[] {7, 2, 9},
                run.run(new RecordHits(hits, position, hitHistory)).ints(hitHistory));
    }

    @Test
    void updates() {
        final Tensor w = floats("w", 2);
        final Tensor dw = floats("dw", 2);
        final Tensor factor = floats("factor", 1);
        final OracleRun run =
                new OracleRun().with(w, 10.0, 20).with(dw, 2.0, -4).with(factor, 0.5);
        assertArrayEquals(
                new double[] {9, 22}, run.run(Update.plain(w, dw, factor)).floats(w));
        assertArrayEquals(
                new double[] {12, 16},
                run.run(new AddPenaltyGradient(PenaltyFunction.L2, w, factor, dw))
                        .floats(dw));
    }
}
