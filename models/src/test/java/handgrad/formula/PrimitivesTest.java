package handgrad.formula;

import static handgrad.formula.Expression.argument;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions expanded into primitives and evaluated in float32, against float64. */
class PrimitivesTest {
    private static final Expression X = argument("x");

    private static final float[] SPECIAL = {
        0,
        -0.0F,
        Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-30F,
        0.29F,
        0.70999F,
        0.71F,
        0.71001F,
        1,
        1.0000001F,
        0.99999994F,
        3.93F,
        88.7F,
        89,
        1e10F,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NaN
    };

    /**
     * With elementary functions rounded once. {@code ErrorAnalysis} allows 20 ulp with functions of 8 ulp, so the error
     * of the forms alone must be far smaller.
     */
    @ParameterizedTest
    @CsvSource({"EXPM1, 4", "LOG, 3", "LOG1P, 4", "ERF, 4", "SIGN, 0"})
    void areWithinSomeUlp(Operation operation, double ulps) {
        final Formula formula = new Formula(List.of("x"), List.of(), List.of(Expression.of(operation, X)));
        double worst = 0;
        for (int i = -400_000; i <= 400_000; i++) {
            worst = Math.max(worst, error(operation, formula, i * 2.6e-4F));
        }
        for (int bits = 0; bits < Float.floatToIntBits(Float.POSITIVE_INFINITY); bits += 9973) {
            worst = Math.max(worst, error(operation, formula, Float.intBitsToFloat(bits)));
            worst = Math.max(worst, error(operation, formula, -Float.intBitsToFloat(bits)));
        }
        for (final float x : SPECIAL) {
            worst = Math.max(worst, error(operation, formula, x));
            worst = Math.max(worst, error(operation, formula, -x));
        }
        final double found = worst;
        assertTrue(found <= ulps, () -> operation + " is off by " + found + " ulp");
    }

    /** The error in ulp of the exact value, which may be subnormal; infinite if a special value is missed. */
    private static double error(Operation operation, Formula formula, float x) {
        final float out = FloatInterpreter.compute(formula, x);
        final double exact = Evaluation.apply(operation, x);
        if (Double.isNaN(exact) || Double.isInfinite(exact) || Math.abs(exact) > Float.MAX_VALUE) {
            final boolean same = Double.isNaN(exact) ? Float.isNaN(out) : out == (float) exact;
            return same ? 0 : Double.POSITIVE_INFINITY;
        }
        final double difference = Math.abs(out - exact);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference / Math.ulp((float) exact);
    }

    @ParameterizedTest
    @CsvSource({"MIN", "MAX"})
    void extremaAreExact(Operation operation) {
        final Formula formula =
                new Formula(List.of("x", "y"), List.of(), List.of(Expression.of(operation, X, argument("y"))));
        for (final float a : SPECIAL) {
            for (final float b : SPECIAL) {
                for (final float x : new float[] {a, -a}) {
                    final float out = FloatInterpreter.compute(formula, x, b);
                    final double exact = Evaluation.apply(operation, x, b);
                    assertTrue(out == exact || Float.isNaN(out) && Double.isNaN(exact), () -> x + ", " + b);
                }
            }
        }
    }

    /** Backends implement only these. */
    @Test
    void nothingElseIsLeft() {
        final Set<Operation> others = EnumSet.of(
                Operation.SIGN,
                Operation.EXPM1,
                Operation.LOG,
                Operation.LOG1P,
                Operation.ERF,
                Operation.MIN,
                Operation.MAX);
        for (final Operation operation : others) {
            final Expression term = operation.operands() == 1
                    ? Expression.of(operation, X)
                    : Expression.of(operation, X, argument("y"));
            final Formula written = new Formula(List.of("x", "y"), List.of(), List.of(term)).inPrimitives();
            written.terms().forEach(part -> assertTrue(!others.contains(part.operation()), part::toString));
        }
        final Formula negative = new Formula(List.of("x"), List.of(), List.of(Terms.log1p(Terms.exp(X))));
        assertEquals(
                Operation.LOG1P_ABOVE,
                negative.inPrimitives().results().getFirst().operation());
    }
}
