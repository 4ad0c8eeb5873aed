package handgrad.backend.opencl.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Terms;
import handgrad.optimiser.Optimisers;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What formulas look like in OpenCL C; what they compute: {@code FormulasTest}. */
class FormulaFunctionTest {
    private static final Expression X = Expression.argument("x");

    @Test
    void isOneConstantATerm() {
        final Formula formula = new Formula(
                List.of("x", "dy"),
                List.of(),
                List.of(Expression.argument("dy")
                        .times(X.isAbove(0).choose(X.squared(), 0.1).plus(X.squared()))));
        assertEquals("""
                // bend of (x, dy)
                INLINE float4 OVERLOAD bend(float4 x, float4 dy_) {
                    const float4 t1 = x * x;
                    const float4 t2 = 0.0f < x ? t1 : (float4)(0.1f);
                    const float4 t3 = t2 + t1;
                    const float4 t4 = dy_ * t3;
                    return t4;
                }

                """, new FormulaFunction("bend", "bend", formula).elementsText("float4"));
    }

    /** Adam's two powers, and with them its elementary functions, are computed once for all weights. */
    @Test
    void computesWhatElementsShareOutsideOfThem() {
        final FormulaFunction adam =
                new FormulaFunction("adam", "adam", Optimisers.ADAM.rule().formula());
        assertEquals(3, adam.uniformCount());
        assertEquals(List.of("rate", "step"), adam.usedScalars());
        assertFalse(adam.elementsText("real").contains("_of("), adam.elementsText("real"));
    }

    @Test
    void namesAreNoWordsOfTheLanguage() {
        final Formula formula = new Formula(
                List.of("int", "a 1", "a-1", "1"),
                List.of("t1"),
                List.of(Expression.argument("int")
                        .plus(Expression.argument("a 1"))
                        .plus(Expression.argument("a-1"))
                        .plus(Expression.argument("1"))
                        .plus(Expression.argument("t1"))));
        assertEquals(
                "INLINE real OVERLOAD odd(real int_, real a_1_, real a_1__, real a1_, const float *uniforms) {",
                new FormulaFunction("odd", "odd", formula)
                        .elementsText("real")
                        .lines()
                        .toList()
                        .get(1));
    }

    @Test
    void numbersReadBackAsTheyAre() {
        assertEquals("NAN", FormulaFunction.literal(Double.NaN));
        assertEquals("INFINITY", FormulaFunction.literal(Double.POSITIVE_INFINITY));
        assertEquals("(-INFINITY)", FormulaFunction.literal(-1e300));
        assertEquals("(-0.0f)", FormulaFunction.literal(-0.0));
        final Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            final float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                final String text = FormulaFunction.literal(value).replaceAll("[()]", "");
                assertEquals(value, Float.parseFloat(text), text);
            }
        }
    }

    @Test
    void equalFormulasHaveOneFunction() {
        final FormulaLibrary library = new FormulaLibrary("p0", 16);
        final FormulaUse first = new FormulaUse("tanh", new Formula(List.of("x"), List.of(), List.of(Terms.tanh(X))));
        final FormulaUse same = new FormulaUse("other", new Formula(List.of("x"), List.of(), List.of(Terms.tanh(X))));
        final FormulaUse other = new FormulaUse("tanh", new Formula(List.of("x"), List.of(), List.of(Terms.exp(X))));
        assertEquals("p0_tanh(v)", library.call(first, "", "float16", List.of("v"), List.of()));
        assertEquals("p0_tanh(w)", library.call(same, "", "real", List.of("w"), List.of()));
        assertEquals("p0_tanh_2(w)", library.call(other, "", "float", List.of("w"), List.of()));
        assertEquals(
                2,
                library.text().lines().filter(line -> line.startsWith("INLINE")).count(),
                library.text());
    }
}
