package handgrad.host.check.cases;

import handgrad.formula.Formula;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import handgrad.rounding.ErrorAnalysis;
import handgrad.rounding.Rounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An op that computes a formula for each element, and what it computes it from.
 *
 * @param formula the formula
 * @param elements a tensor for each argument that differs from element to element
 * @param scalars where each of the others comes from
 */
public record ElementwiseOp(Formula formula, List<Tensor> elements, List<Scalar> scalars) {
    /**
     * A number that is the same for all elements: a tensor's only element, or a number that the op holds.
     *
     * @param tensor the tensor, [1]
     * @param value the number, where there is no tensor
     * @param error what the number may be off by
     */
    record Scalar(Optional<Tensor> tensor, double value, double error) {
        public static Scalar of(Tensor tensor) {
            return new Scalar(Optional.of(tensor), 0, 0);
        }

        double value(CaseInputs inputs) {
            return tensor.map(from -> (double) inputs.floats().get(from)[0]).orElse(value);
        }
    }

    /**
     * The exact values of an op, and how far each may be off.
     *
     * @param values a row for each result
     * @param bounds the largest deviation of each value
     */
    public record Ranges(double[][] values, double[][] bounds) {}

    /**
     * The elementwise part of an op; empty for the ops that have none.
     *
     * @param op any op
     * @return the part, or empty
     */
    public static Optional<ElementwiseOp> of(Op op) {
        return switch (op) {
            case ActivationForward f ->
                Optional.of(new ElementwiseOp(f.function().forward(), List.of(f.x()), List.of()));
            case ActivationBackward b ->
                Optional.of(new ElementwiseOp(b.function().backward(), b.inputs(), List.of()));
            case ScoreLossForward f ->
                Optional.of(new ElementwiseOp(f.function().forward(), List.of(f.scores(), f.targets()), List.of()));
            case ScoreLossBackward b -> {
                // scale/W takes a division, of 5 u.
                final double factor = b.scale() / (double) b.scores().shape().sampleSize();
                final double error = b.scores().shape().sampleSize() == 1 ? 0 : 5 * Rounding.UNIT * Math.abs(factor);
                yield Optional.of(new ElementwiseOp(
                        b.function().backward(),
                        List.of(b.scores(), b.targets()),
                        List.of(new Scalar(Optional.empty(), factor, error))));
            }
            case RecordPenalty r -> Optional.of(new ElementwiseOp(r.penalty().forward(), List.of(r.w()), List.of()));
            case AddPenaltyGradient a ->
                Optional.of(new ElementwiseOp(
                        a.penalty().backward(), List.of(a.w(), a.dw()), List.of(Scalar.of(a.lambda()))));
            case Update u -> {
                final List<Tensor> elements = new ArrayList<>(List.of(u.w(), u.dw()));
                elements.addAll(u.states());
                final Scalar step = u.rule().countsSteps() ? Scalar.of(u.step()) : new Scalar(Optional.empty(), 1, 0);
                yield Optional.of(
                        new ElementwiseOp(u.rule().formula(), elements, List.of(Scalar.of(u.learningRate()), step)));
            }
            default -> Optional.empty();
        };
    }

    /**
     * Values and bounds for all elements.
     *
     * @param inputs what the op reads
     * @return for each result and element
     */
    public Ranges ranges(CaseInputs inputs) {
        final int size = elements.getFirst().size();
        final int results = formula.results().size();
        final Ranges ranges = new Ranges(new double[results][size], new double[results][size]);
        final ErrorAnalysis analysis = new ErrorAnalysis(formula);
        final double[] given = new double[elements.size() + scalars.size()];
        final double[] errors = new double[given.length];
        for (int s = 0; s < scalars.size(); s++) {
            given[elements.size() + s] = scalars.get(s).value(inputs);
            errors[elements.size() + s] = scalars.get(s).error();
        }
        for (int i = 0; i < size; i++) {
            for (int e = 0; e < elements.size(); e++) {
                given[e] = inputs.floats().get(elements.get(e))[i];
            }
            analysis.compute(given, errors);
            for (int r = 0; r < results; r++) {
                ranges.values[r][i] = analysis.value(r);
                ranges.bounds[r][i] = analysis.bound(r);
            }
        }
        return ranges;
    }

    /**
     * Replaces each element whose result depends on the implementation by another element: a NaN that no argument has
     * (∞ − ∞, 0 · ∞), or a result near which an intermediate value may overflow.
     */
    void leaveOut(Map<Tensor, float[]> floats) {
        final Ranges ranges = ranges(new CaseInputs(floats, Map.of()));
        final int size = elements.getFirst().size();
        final boolean[] isClear = new boolean[size];
        int clear = -1;
        for (int i = 0; i < size; i++) {
            isClear[i] = isClear(ranges, floats, i);
            clear = isClear[i] ? i : clear;
        }
        for (int i = 0; i < size; i++) {
            for (final Tensor element : isClear[i] ? List.<Tensor>of() : elements) {
                final float[] values = floats.get(element);
                values[i] = clear < 0 ? 1 : values[clear];
            }
        }
    }

    private boolean isClear(Ranges ranges, Map<Tensor, float[]> floats, int i) {
        final boolean givenNaN = elements.stream().anyMatch(element -> Float.isNaN(floats.get(element)[i]));
        for (int r = 0; r < ranges.values.length; r++) {
            final double value = ranges.values[r][i];
            final boolean isExact = ranges.bounds[r][i] == 0;
            if (Double.isNaN(value) ? !givenNaN : !isExact && !(ranges.bounds[r][i] < Double.POSITIVE_INFINITY)) {
                return false;
            }
            if (Double.isFinite(value) && Math.abs(value) > Float.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    /**
     * The sum of absolute values, of a row or of all.
     *
     * @param values the elements
     * @param from the first
     * @param to behind the last
     * @return Σ |v|
     */
    public static double sum(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).map(Math::abs).sum();
    }
}
