package handgrad.host.check.cases;

import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import java.util.ArrayList;
import java.util.List;

/**
 * Fully connected layers of one and many features, inputs that are images, and those of LeNet-5 and of a linear model
 * of digits.
 */
final class LinearCases {
    private LinearCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        add(cases, false, 1, 1, 1);
        add(cases, false, 7, 5, 13);
        add(cases, false, 16, 16, 16);
        add(cases, false, 17, 10, 31);
        add(cases, false, 3, 4, 2, 3, 5);
        add(cases, false, 1, 1, 784);
        add(cases, true, 33, 120, 16, 5, 5);
        add(cases, true, 16, 10, 784);
        add(cases, true, 257, 3, 67);
        return cases;
    }

    private static void add(List<OpCase> cases, boolean large, int batch, int outputs, int... sample) {
        final int[] x = CaseNames.prepend(batch, sample);
        final int[] y = {batch, outputs};
        int features = 1;
        for (final int extent : sample) {
            features *= extent;
        }
        final int[] w = {outputs, features};
        final var forward = builder("LinearForward", large, outputs, x);
        cases.add(forward.build(new LinearForward(
                forward.input("x", Fill.special(), x),
                forward.parameter("w", Fill.finite(), w),
                forward.parameter("b", Fill.finite(), outputs),
                forward.output("y", y))));
        final var input = builder("LinearBackwardInput", large, outputs, x);
        cases.add(input.build(new LinearBackwardInput(
                input.input("dy", Fill.special(), y),
                input.parameter("w", Fill.finite(), w),
                input.gradient("dx", x))));
        final var weight = builder("LinearBackwardWeight", large, outputs, x);
        cases.add(weight.build(new LinearBackwardWeight(
                weight.input("x", Fill.special(), x),
                weight.input("dy", Fill.finite(), y),
                weight.gradient("dw", w),
                weight.gradient("db", outputs))));
    }

    private static OpCaseBuilder builder(String op, boolean large, int outputs, int... x) {
        final var builder = new OpCaseBuilder(op + " " + CaseNames.sizes(x) + " to " + outputs);
        return large ? builder.only(ValueKind.NORMAL, ValueKind.TIES) : builder.withSpecial();
    }
}
