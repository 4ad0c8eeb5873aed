package handgrad.host.check.cases;

import handgrad.formula.DoubleEvaluator;
import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.PenaltyFunction;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import handgrad.program.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Updates of parameters of several shapes, by every optimiser, after few and many steps; the rates and the counter. */
final class UpdateCases {
    private static final int[][] SHAPES = {{1}, {7}, {16, 6, 5, 5}, {31, 33}, {10_007}};

    /** The optimiser's state is that after a few steps: a mean of squares is never negative. */
    private static final int STEPS_BEFORE = 3;

    private UpdateCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        Optimisers.all().forEach(optimiser -> cases.addAll(of(optimiser)));
        cases.addAll(of(PenaltyFunction.L2));
        for (final int slot : new int[] {0, 3}) {
            final var take = new OpCaseBuilder("TakeRate " + slot + " of 4");
            cases.add(take.build(new TakeRate(
                    take.state("rates", Fill.finite(), 4),
                    take.counters("position", 5, slot),
                    take.state("learningRate", Fill.constant(Float.NaN), 1))));
        }
        for (final float steps : new float[] {0, 1, 59_999, 0x1p24F - 1}) {
            final var count = new OpCaseBuilder("CountStep from " + (long) steps).only(ValueKind.NORMAL);
            cases.add(count.build(new CountStep(count.state("step", Fill.constant(steps), 1))));
        }
        return cases;
    }

    /** The cases of one optimiser. */
    static List<OpCase> of(Optimiser optimiser) {
        final List<OpCase> cases = new ArrayList<>();
        for (final int[] shape : SHAPES) {
            cases.add(
                    update(optimiser.name() + " " + CaseNames.sizes(shape), optimiser.rule(), STEPS_BEFORE + 1, shape));
        }
        if (optimiser.rule().countsSteps()) {
            for (final float step : new float[] {1, 1000, 0x1p24F}) {
                cases.add(update(optimiser.name() + " step " + (long) step, optimiser.rule(), step, 33));
            }
        }
        return cases;
    }

    private static OpCase update(String name, UpdateRule rule, float step, int... shape) {
        final var builder = new OpCaseBuilder("Update " + name).withSpecial();
        final Tensor w = builder.parameter("w", Fill.finite(), shape);
        final Tensor dw = builder.parameter("dw", Fill.special(), shape);
        final List<Tensor> states = rule.states().stream()
                .map(state -> builder.state(state, Fill.constant(0), shape))
                .toList();
        final Tensor rate = builder.state("learningRate", Fill.finite(), 1);
        final Tensor count = rule.countsSteps() ? builder.state("step", Fill.constant(step), 1) : rate;
        return builder.then((floats, random) -> keep(rule, floats, dw, states, random))
                .build(new Update(rule, w, dw, states, rate, count));
    }

    /** The state after some steps, whose gradients are those of the case times normal numbers. */
    private static void keep(
            UpdateRule rule, Map<Tensor, float[]> floats, Tensor dw, List<Tensor> states, RandomGenerator random) {
        final DoubleEvaluator evaluator = rule.formula().evaluator();
        final double[] given = new double[states.size() + 4];
        for (int i = 0; i < dw.size() && !states.isEmpty(); i++) {
            final float gradient = floats.get(dw)[i];
            for (int step = 1; step <= STEPS_BEFORE; step++) {
                given[1] = (Float.isFinite(gradient) ? gradient : 1) * random.nextGaussian();
                for (int s = 0; s < states.size(); s++) {
                    given[2 + s] = floats.get(states.get(s))[i];
                }
                given[2 + states.size()] = 0;
                given[3 + states.size()] = step;
                evaluator.compute(given);
                for (int s = 0; s < states.size(); s++) {
                    floats.get(states.get(s))[i] = (float) evaluator.result(1 + s);
                }
            }
        }
    }

    /** The cases of one penalty's gradient. */
    static List<OpCase> of(PenaltyFunction penalty) {
        final List<OpCase> cases = new ArrayList<>();
        for (final int[] shape : SHAPES) {
            final var builder =
                    new OpCaseBuilder("AddPenaltyGradient " + penalty + " " + CaseNames.sizes(shape)).withSpecial();
            cases.add(builder.build(new AddPenaltyGradient(
                    penalty,
                    builder.parameter("w", Fill.special(), shape),
                    builder.state("lambda", Fill.finite(), 1),
                    builder.parameter("dw", Fill.finite(), shape))));
        }
        return cases;
    }
}
