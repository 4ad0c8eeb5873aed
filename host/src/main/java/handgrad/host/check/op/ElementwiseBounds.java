package handgrad.host.check.op;

import handgrad.host.check.cases.CaseInputs;
import handgrad.host.check.cases.ElementwiseOp;
import handgrad.host.check.cases.ElementwiseOp.Ranges;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Tensor;
import handgrad.rounding.ErrorAnalysis;
import handgrad.rounding.Rounding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far the results of formulas may be off, element by element, and sums of them: {@link ErrorAnalysis}. */
final class ElementwiseBounds {
    private ElementwiseBounds() {}

    /** The bounds of an op's float outputs. */
    static Map<Tensor, double[]> of(Op op, ElementwiseOp elementwise, CaseInputs inputs) {
        final Ranges ranges = elementwise.ranges(inputs);
        return switch (op) {
            case ScoreLossForward f -> Map.of(f.losses(), mean(f, ranges));
            case RecordPenalty r -> Map.of(r.history(), penalty(r, ranges, inputs));
            default -> each(op.outputs(), ranges);
        };
    }

    private static Map<Tensor, double[]> each(List<Tensor> outputs, Ranges ranges) {
        final Map<Tensor, double[]> bounds = new LinkedHashMap<>();
        for (int r = 0; r < outputs.size(); r++) {
            bounds.put(outputs.get(r), ranges.bounds()[r]);
        }
        return bounds;
    }

    /** The mean over a sample's scores of what each loss may be off by, and the growth of the sum. */
    private static double[] mean(ScoreLossForward op, Ranges ranges) {
        final double[] bounds = new double[op.losses().size()];
        final int width = op.scores().shape().sampleSize();
        final double growth = width == 1 ? 0 : Rounding.growth(width) + 5;
        for (int n = 0; n < bounds.length; n++) {
            final double size = ElementwiseOp.sum(ranges.values()[0], n * width, (n + 1) * width);
            final double errors = ElementwiseOp.sum(ranges.bounds()[0], n * width, (n + 1) * width);
            final double flushed = width == 1 ? 0 : (width + 1) * Rounding.SMALLEST;
            bounds[n] = (errors + growth * Rounding.UNIT * (size + errors)) / width + flushed;
        }
        return bounds;
    }

    /** history + samples · λ · Σ r(w), the products in any order, each rounded; nothing else in the history changes. */
    private static double[] penalty(RecordPenalty op, Ranges ranges, CaseInputs inputs) {
        final int size = op.w().size();
        final double[] bounds = new double[op.history().size()];
        final double lambda = Math.abs(inputs.floats().get(op.lambda())[0]);
        final int slot = inputs.ints().get(op.position())[1];
        final double before = Math.abs(inputs.floats().get(op.history())[slot]);
        final double sum = ElementwiseOp.sum(ranges.values()[0], 0, size);
        final double sumError = ElementwiseOp.sum(ranges.bounds()[0], 0, size)
                + Rounding.growth(size) * (Rounding.UNIT * sum + size * Rounding.SMALLEST);
        final double factor = op.samples() * lambda;
        final double lost = Rounding.SMALLEST * (1 + op.samples() + op.samples() * sum) + Rounding.SMALLEST;
        for (int s = 0; s < bounds.length; s++) {
            final double old = Math.abs(inputs.floats().get(op.history())[s]);
            bounds[s] = old < Rounding.SMALLEST ? old : 0;
        }
        bounds[slot] = factor * sumError + 4 * Rounding.UNIT * (factor * (sum + sumError) + before) + lost;
        return bounds;
    }
}
