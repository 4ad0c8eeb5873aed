package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.activation.Activations;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import handgrad.rounding.ErrorAnalysis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Formulas on every plan, those that come with Handgrad and made-up ones, against the same formulas in float64. */
class FormulasTest {
    /** No multiple of 16: the last elements of an array are computed one by one where others are 16 at a time. */
    private static final int SIZE = 16 * 40 + 5;

    @Test
    void theMadeUpFormulasHaveEachOperation() {
        final Set<Operation> used = EnumSet.noneOf(Operation.class);
        Stream.of(MadeUpFormulas.ALL.forward(), MadeUpFormulas.ALL.backward())
                .flatMap(formula -> formula.terms().stream())
                .forEach(term -> used.add(term.operation()));
        final Set<Operation> all = EnumSet.allOf(Operation.class);
        all.remove(Operation.LOG1P_ABOVE);
        assertEquals(all, used);
    }

    @TestFactory
    Stream<DynamicTest> matchFloat64() {
        OpenClHere.require();
        return OpenClHere.plans().map(plan -> dynamicTest(String.join(":", plan), () -> new Trial().run(plan)));
    }

    /** One program with all formulas. */
    private static final class Trial {
        private final Random random = new Random(7);
        private final List<Op> ops = new ArrayList<>();
        private final List<Tensor> outputs = new ArrayList<>();
        private final Map<Tensor, float[]> given = new LinkedHashMap<>();
        private final List<Expected> expected = new ArrayList<>();
        private final Tensor rate = given(Tensor.state("rate", 1), 0.01f);
        private final Tensor step = given(Tensor.state("step", 1), 3);
        private final Tensor lambda = given(Tensor.state("lambda", 1), 0.3f);

        private record Expected(Tensor tensor, Formula formula, int result, List<float[]> arguments, boolean isWhole) {}

        void run(List<String> plan) {
            Stream.concat(
                            Activations.all().stream(),
                            Stream.of(MadeUpFormulas.DOUBLE, MadeUpFormulas.ALL, MadeUpFormulas.EDGES))
                    .forEach(this::add);
            Stream.concat(SampleLosses.all().stream(), Stream.of(MadeUpFormulas.PINBALL))
                    .forEach(this::add);
            List.of(PenaltyFunction.L2, MadeUpFormulas.ROUND_L1).forEach(this::add);
            Stream.concat(Optimisers.all().stream(), Stream.of(MadeUpFormulas.THREE_STATES))
                    .forEach(this::add);
            final Program program = new Program("formulas", ops, outputs);
            try (Session session = new OpenClBackend().open(new DeviceOptions(plan, 1), List.of(program))) {
                given.forEach((tensor, values) -> {
                    if (ops.stream().anyMatch(op -> op.inputs().contains(tensor))) {
                        session.upload(tensor, values);
                    }
                });
                session.run(program, 1);
                session.finish();
                for (final Expected each : expected) {
                    final float[] actual = new float[SIZE];
                    session.download(each.tensor(), actual);
                    compare(each, actual);
                }
            }
        }

        private Tensor given(Tensor tensor, float... values) {
            given.put(tensor, values);
            return tensor;
        }

        /** The last five elements are the first five once more. */
        private float[] random(double scale) {
            final float[] values = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                values[i] = (float) (random.nextGaussian() * scale);
            }
            System.arraycopy(new float[] {0, 1, -1, 3, 0.5f}, 0, values, 0, 5);
            System.arraycopy(values, 0, values, SIZE - 5, 5);
            return values;
        }

        private Tensor samples(String name, float[] values) {
            return given(Tensor.data(name, Shape.of(SIZE, 1)), values);
        }

        private Tensor output(String name, Formula formula, float[]... arguments) {
            final Tensor tensor = Tensor.activation(name, Shape.of(SIZE, 1));
            outputs.add(tensor);
            expected.add(new Expected(tensor, formula, 0, List.of(arguments), false));
            return tensor;
        }

        private void add(Activation function) {
            final float[] x = random(3);
            final float[] y = new float[SIZE];
            final float[] dy = random(1);
            for (int i = 0; i < SIZE; i++) {
                final var forward = function.forward().evaluator();
                forward.compute(x[i]);
                y[i] = (float) forward.result(0);
            }
            final Tensor xs = samples("x of " + function, x);
            ops.add(new ActivationForward(function, xs, output(function + "(x)", function.forward(), x)));
            final List<float[]> kept = new ArrayList<>();
            if (function.keepsInput()) {
                kept.add(x);
            }
            if (function.keepsOutput()) {
                kept.add(y);
            }
            kept.add(dy);
            ops.add(new ActivationBackward(
                    function,
                    xs,
                    samples("y of " + function, y),
                    samples("dy of " + function, dy),
                    output("dx of " + function, function.backward(), kept.toArray(float[][]::new))));
        }

        private void add(SampleLoss loss) {
            final float[] z = random(3);
            final float[] y = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                y[i] = i % 2 == 0 ? 1 : loss.targets() == SampleLoss.TargetKind.FRACTION_BY_PROBABILITY ? 0.25f : -1;
            }
            final Tensor scores = samples("z of " + loss, z);
            final Tensor targets = samples("targets of " + loss, y);
            final Tensor losses = Tensor.activation("loss of " + loss, Shape.of(SIZE));
            outputs.add(losses);
            expected.add(new Expected(losses, loss.forward(), 0, List.of(z, y), false));
            ops.add(new ScoreLossForward(loss, scores, targets, losses));
            ops.add(new ScoreLossBackward(
                    loss, scores, targets, output("dz of " + loss, loss.backward(), z, y, new float[] {0.3f}), 0.3f));
        }

        private Tensor parameter(String name, float[] values) {
            return given(Tensor.parameter(name, Shape.of(SIZE)), values);
        }

        private void add(PenaltyFunction penalty) {
            final float[] w = random(1);
            final float[] g = random(1);
            final Tensor gradients = parameter("g of " + penalty, g);
            ops.add(new AddPenaltyGradient(penalty, parameter("w of " + penalty, w), lambda, gradients));
            expected.add(new Expected(gradients, penalty.backward(), 0, List.of(w, g, given.get(lambda)), true));
        }

        private void add(Optimiser optimiser) {
            final Formula formula = optimiser.rule().formula();
            final List<Tensor> tensors = formula.elements().stream()
                    .map(name -> parameter(name + " of " + optimiser, random(1)))
                    .toList();
            for (final Tensor tensor : tensors.subList(2, tensors.size())) {
                // Kept squares are not negative.
                final float[] kept = given.get(tensor);
                for (int i = 0; i < SIZE; i++) {
                    kept[i] = Math.abs(kept[i]);
                }
            }
            final List<Tensor> states = tensors.subList(2, tensors.size());
            ops.add(new Update(optimiser.rule(), tensors.get(0), tensors.get(1), states, rate, step));
            final List<float[]> arguments = new ArrayList<>();
            tensors.forEach(tensor -> arguments.add(given.get(tensor)));
            arguments.add(given.get(rate));
            arguments.add(given.get(step));
            for (int r = 0; r < formula.results().size(); r++) {
                final Tensor result = r == 0 ? tensors.getFirst() : states.get(r - 1);
                expected.add(new Expected(result, formula, r, arguments, true));
            }
        }

        private static void compare(Expected expected, float[] actual) {
            final ErrorAnalysis bound = new ErrorAnalysis(expected.formula());
            final double[] arguments = new double[expected.arguments().size()];
            for (int i = 0; i < SIZE; i++) {
                for (int a = 0; a < arguments.length; a++) {
                    final float[] values = expected.arguments().get(a);
                    arguments[a] = values[values.length == 1 ? 0 : i];
                }
                bound.compute(arguments);
                final double value = bound.value(expected.result());
                final String where = String.format(
                        Locale.ROOT,
                        "%s[%d] for %s is %s, not %s within %.2g",
                        expected.tensor().name(),
                        i,
                        Arrays.toString(arguments),
                        actual[i],
                        value,
                        bound.bound(expected.result()));
                if (Double.isNaN(value) || Float.isInfinite((float) value)) {
                    assertEquals((float) value, actual[i], where);
                } else {
                    assertTrue(Math.abs(actual[i] - value) <= bound.bound(expected.result()), where);
                }
            }
            assertArrayEquals(
                    Arrays.copyOf(actual, 5), Arrays.copyOfRange(actual, SIZE - 5, SIZE), "one by one as 16 at a time");
        }
    }
}
