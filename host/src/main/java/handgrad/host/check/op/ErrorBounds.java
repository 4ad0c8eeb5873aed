package handgrad.host.check.op;

import handgrad.backend.Float64Session;
import handgrad.host.check.cases.CaseInputs;
import handgrad.host.check.cases.ElementwiseOp;
import handgrad.host.check.cases.OpCase;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp;
import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import handgrad.rounding.Rounding;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far each element of an op's float outputs may be from the oracle's. Copies and comparisons must be exact. A sum
 * of products may be off by c·(u·Σ|terms| + flushed): Σ|terms| is the same op on the absolute values of its inputs,
 * which the oracle computes; {@code flushed} is the loss where numbers below the smallest normal float are treated as
 * zero: the increase of Σ|terms| when every input grows by that number, plus that number for each term; c is the growth
 * of rounding errors with the number of terms, {@link Rounding#growth}. Formulas: {@link ElementwiseBounds}.
 */
final class ErrorBounds {
    private ErrorBounds() {}

    /**
     * The bounds of one run.
     *
     * @param opCase the case
     * @param inputs what was uploaded
     * @param oracle a session with the case's program; it is run again with other inputs
     * @return for each float output of the op how far its elements may be off
     */
    static Map<Tensor, double[]> of(OpCase opCase, CaseInputs inputs, Float64Session oracle) {
        return switch (opCase.op()) {
            case BatchOp _, MaxPoolForward _, ClassHits _, ScoreHits _, RecordHits _ -> exact(opCase);
            case Conv2dForward f -> sum(opCase, inputs, oracle, f.w().shape().sampleSize() + 1);
            case Conv2dBackwardInput i ->
                sum(opCase, inputs, oracle, i.w().size() / i.w().shape().dimension(1));
            case Conv2dBackwardWeight w -> sum(opCase, inputs, oracle, places(w.dy()));
            case TableConv2dForward f ->
                sum(
                        opCase,
                        inputs,
                        oracle,
                        mostInputs(f.table()) * f.w().shape().sampleSize() + 1);
            case TableConv2dBackwardInput i ->
                sum(
                        opCase,
                        inputs,
                        oracle,
                        i.table().outputChannels() * i.w().shape().sampleSize());
            case TableConv2dBackwardWeight w -> sum(opCase, inputs, oracle, places(w.dy()));
            case AveragePoolForward f ->
                sum(opCase, inputs, oracle, f.window().size() * f.window().size());
            case AveragePoolBackward b ->
                sum(opCase, inputs, oracle, b.window().size() * b.window().size());
            case MaxPoolBackward b ->
                sum(opCase, inputs, oracle, b.window().size() * b.window().size());
            case LinearForward f -> sum(opCase, inputs, oracle, f.w().shape().sampleSize() + 1);
            case LinearBackwardInput i ->
                sum(opCase, inputs, oracle, i.w().shape().batch());
            case LinearBackwardWeight w ->
                sum(opCase, inputs, oracle, w.dy().shape().batch());
            case ActivationForward _,
                    ActivationBackward _,
                    ScoreLossForward _,
                    ScoreLossBackward _,
                    RecordPenalty _,
                    Update _,
                    AddPenaltyGradient _ ->
                ElementwiseBounds.of(opCase.op(), ElementwiseOp.of(opCase.op()).orElseThrow(), inputs);
            case SoftmaxCrossEntropyForward f -> Map.of(f.losses(), LossBounds.softmaxForward(f, inputs));
            case SoftmaxCrossEntropyBackward b -> Map.of(b.dLogits(), LossBounds.softmaxBackward(b, inputs));
            // Compensated: 2 u Σ|terms| whatever their number (Higham, Accuracy and Stability of Numerical Algorithms,
            // 4.3), and u to round.
            case RecordLoss _ -> sum(opCase, inputs, oracle, 1);
            case TakeRate _, CountStep _ -> exact(opCase);
        };
    }

    private static int places(Tensor images) {
        return images.size() / images.shape().dimension(1);
    }

    private static int mostInputs(ConnectionTable table) {
        return table.inputsOf().stream().mapToInt(inputs -> inputs.size()).max().orElseThrow();
    }

    private static Map<Tensor, double[]> exact(OpCase opCase) {
        final Map<Tensor, double[]> bounds = new LinkedHashMap<>();
        opCase.op().outputs().stream()
                .filter(tensor -> tensor.type() == ElementType.FLOAT32)
                .forEach(tensor -> bounds.put(tensor, new double[tensor.size()]));
        return bounds;
    }

    private static Map<Tensor, double[]> sum(OpCase opCase, CaseInputs inputs, Float64Session oracle, int terms) {
        final Map<Tensor, double[]> magnitudes = sizesOfTerms(opCase, inputs, oracle, 0);
        final Map<Tensor, double[]> grown = sizesOfTerms(opCase, inputs, oracle, Rounding.SMALLEST);
        final double growth = Rounding.growth(terms);
        final Map<Tensor, double[]> bounds = new LinkedHashMap<>();
        magnitudes.forEach((tensor, sizes) -> {
            final double[] grownSizes = grown.get(tensor);
            final double[] bound = new double[sizes.length];
            for (int i = 0; i < bound.length; i++) {
                final double flushed = grownSizes[i] - sizes[i] + terms * Rounding.SMALLEST;
                bound[i] = growth * (Rounding.UNIT * sizes[i] + flushed);
            }
            bounds.put(tensor, bound);
        });
        return bounds;
    }

    /** Σ|terms|: the op on absolute values, each increased by a constant if wanted. */
    private static Map<Tensor, double[]> sizesOfTerms(
            OpCase opCase, CaseInputs inputs, Float64Session oracle, double larger) {
        inputs.doubles(value -> Math.abs(value) + larger).forEach(oracle::upload);
        inputs.ints().forEach(oracle::upload);
        oracle.run(opCase.program(), 1);
        final Map<Tensor, double[]> sizes = new LinkedHashMap<>();
        for (final Tensor tensor : opCase.op().outputs()) {
            final double[] values = new double[tensor.size()];
            oracle.download(tensor, values);
            sizes.put(tensor, Arrays.stream(values).map(Math::abs).toArray());
        }
        return sizes;
    }
}
