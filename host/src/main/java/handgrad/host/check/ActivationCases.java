package handgrad.host.check;

import handgrad.activation.Activations;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Every activation on a few sizes, and forward also on a fine sweep over all that matters of its domain. */
final class ActivationCases {
    /** From −110 to 110: beyond ±104 even e^−|x| is no longer a positive float, so that all of a sigmoid and a tanh lies between. */
    private static final int SWEEP_SIZE = 8801;

    private ActivationCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        final List<Activation> functions =
                List.of(Activations.TANH, Activations.SIGMOID, Activations.RELU, Activations.leakyRelu(0.01F), Activations.leakyRelu(1));
        for (final Activation function : functions) {
            final var sweep =
                    new OpCaseBuilder("ActivationForward " + function + " from −110 to 110").only(ValueKind.NORMAL);
            cases.add(sweep.build(new ActivationForward(
                    function,
                    sweep.input("x", (_, size, _) -> sweep(size), 1, SWEEP_SIZE),
                    sweep.output("y", 1, SWEEP_SIZE))));
            for (final int[] shape : new int[][] {{1, 1}, {7, 3, 5, 2}, {33, 17}}) {
                cases.add(forward(function, shape));
                cases.add(backward(function, shape));
            }
        }
        return cases;
    }

    private static OpCase forward(Activation function, int... shape) {
        final var builder =
                new OpCaseBuilder("ActivationForward " + function + " " + CaseNames.sizes(shape)).withSpecial();
        return builder.build(
                new ActivationForward(function, builder.input("x", Fill.special(), shape), builder.output("y", shape)));
    }

    /** No NaN nor infinity: whether 0 · ∞ appears where a derivative vanishes is a matter of how, not of what. */
    private static OpCase backward(Activation function, int... shape) {
        final var builder = new OpCaseBuilder("ActivationBackward " + function + " " + CaseNames.sizes(shape));
        final Tensor y = builder.input("y", outputsOf(function), shape);
        return builder.build(new ActivationBackward(
                function, y, y, builder.input("dy", Fill.finite(), shape), builder.gradient("dx", shape)));
    }

    /** What the function can give: for a tanh from −1 to 1, for a sigmoid from 0 to 1. */
    private static Fill outputsOf(Activation function) {
        return (kind, size, random) -> {
            final float[] values = Fill.finite().values(kind, size, random);
            for (int i = 0; i < size; i++) {
                final var forward = function.forward().evaluator();
                forward.compute(values[i]);
                values[i] = (float) forward.result(0);
            }
            return values;
        };
    }

    private static float[] sweep(int size) {
        final float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 110F * (2 * i - (size - 1)) / (size - 1);
        }
        return values;
    }
}
