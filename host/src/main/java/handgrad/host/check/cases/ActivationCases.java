package handgrad.host.check.cases;

import handgrad.activation.Activations;
import handgrad.formula.DoubleEvaluator;
import handgrad.formula.Formula;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every activation on a few shapes, on a fine sweep of its domain, and at numbers where implementations go wrong. */
final class ActivationCases {
    /** From −110 to 110: beyond ±104, e^−|x| is 0 in float32, so sigmoid and tanh are constant outside. */
    private static final int SWEEP_SIZE = 8801;

    private ActivationCases() {}

    static List<OpCase> all() {
        return Stream.concat(Activations.all().stream(), Stream.of(Activations.leakyRelu(1)))
                .flatMap(function -> of(
                        function.equals(Activations.leakyRelu(1)) ? function + " of slope 1" : function.name(),
                        function)
                        .stream())
                .toList();
    }

    /** The cases of one activation, which are called by its name. */
    static List<OpCase> of(String name, Activation function) {
        final List<OpCase> cases = new ArrayList<>();
        final Fill sweep = (_, size, _) -> sweep(size);
        cases.add(forward(name + " from −110 to 110", function, sweep, ValueKind.NORMAL, 1, SWEEP_SIZE));
        cases.add(backward(name + " from −110 to 110", function, sweep, ValueKind.NORMAL, 1, SWEEP_SIZE));
        final float[] adversarial = adversarial(function);
        final Fill edges = (_, _, _) -> adversarial.clone();
        cases.add(forward(name + " at edges", function, edges, ValueKind.NORMAL, 1, adversarial.length));
        cases.add(backward(name + " at edges", function, edges, ValueKind.NORMAL, 1, adversarial.length));
        for (final int[] shape : new int[][] {{1, 1}, {7, 3, 5, 2}, {33, 17}}) {
            final String sized = name + " " + CaseNames.sizes(shape);
            final var builder = new OpCaseBuilder("ActivationForward " + sized).withSpecial();
            cases.add(builder.build(new ActivationForward(
                    function, builder.input("x", Fill.special(), shape), builder.output("y", shape))));
            cases.add(backward(new OpCaseBuilder("ActivationBackward " + sized), function, Fill.finite(), shape));
        }
        return cases;
    }

    private static OpCase forward(String name, Activation function, Fill x, ValueKind kind, int... shape) {
        final var builder = new OpCaseBuilder("ActivationForward " + name).only(kind);
        return builder.build(new ActivationForward(function, builder.input("x", x, shape), builder.output("y", shape)));
    }

    private static OpCase backward(String name, Activation function, Fill x, ValueKind kind, int... shape) {
        return backward(new OpCaseBuilder("ActivationBackward " + name).only(kind), function, x, shape);
    }

    /**
     * The backward op gets the output that the forward op gives. No NaN and no infinity: where a derivative is 0, the
     * definition leaves open whether 0 · ∞ appears.
     */
    private static OpCase backward(OpCaseBuilder builder, Activation function, Fill fill, int... shape) {
        final Tensor dy = builder.input("dy", Fill.finite(), shape);
        if (!function.keepsOutput()) {
            final Tensor x = function.keepsInput() ? builder.input("x", fill, shape) : dy;
            return builder.build(new ActivationBackward(function, x, x, dy, builder.gradient("dx", shape)));
        }
        final Tensor y = builder.input("y", fill, shape);
        final Tensor x = function.keepsInput() ? builder.input("x", Fill.constant(0), shape) : y;
        return builder.then((floats, _) -> keep(function, x, y, floats))
                .build(new ActivationBackward(function, x, y, dy, builder.gradient("dx", shape)));
    }

    /** y was filled as x is to be. */
    private static void keep(Activation function, Tensor x, Tensor y, Map<Tensor, float[]> floats) {
        final DoubleEvaluator forward = function.forward().evaluator();
        final float[] values = floats.get(y);
        if (!x.equals(y)) {
            floats.put(x, values.clone());
        }
        for (int i = 0; i < values.length; i++) {
            forward.compute(values[i]);
            values[i] = (float) forward.result(0);
        }
    }

    /** The switches of the value and of the derivative along x. */
    private static float[] adversarial(Activation function) {
        final DoubleEvaluator forward = function.forward().evaluator();
        final Formula both =
                new Formula(List.of("x", "y"), List.of(), List.of(function.value(), function.derivative()));
        return AdversarialValues.of(both, x -> {
            forward.compute(x);
            return new double[] {x, forward.result(0)};
        });
    }

    private static float[] sweep(int size) {
        final float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 110F * (2 * i - (size - 1)) / (size - 1);
        }
        return values;
    }
}
