package handgrad.formula;

import static handgrad.formula.Expression.argument;
import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms, their order, simplification, and evaluation in float64. */
class FormulaTest {
    private static final Expression X = argument("x");
    private static final Expression Y = argument("y");

    @Test
    void everyTermComesOnceAndAfterItsOperands() {
        final Expression shared = tanh(X.times(Y));
        final Expression again = tanh(X.times(Y));
        final Formula formula =
                new Formula(List.of("x", "y"), List.of(), List.of(shared.plus(again.squared()), shared.minus(1), X));
        final List<Expression> terms = formula.terms();

        // x, y, x y, its tanh, the square, the sum, 1, the difference
        assertEquals(8, terms.size());
        assertEquals(5, formula.operations());
        assertEquals(terms.size(), Set.copyOf(terms).size());
        final Set<Expression> before = new HashSet<>();
        terms.forEach(term -> {
            assertTrue(before.containsAll(term.operands()), term::toString);
            before.add(term);
        });
        assertTrue(terms.containsAll(formula.results()));
    }

    @Test
    void everyArgumentIsDeclaredOnce() {
        assertThrows(IllegalArgumentException.class, () -> new Formula(List.of("x"), List.of(), List.of(Y)));
        assertThrows(IllegalArgumentException.class, () -> new Formula(List.of("x"), List.of("x"), List.of(X)));
        assertTrue(new Formula(List.of("x"), List.of("y"), List.of(X.plus(Y))).uses("y"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Formula(List.of("x"), List.of(), List.of(X))
                        .evaluator()
                        .compute(1, 2));
    }

    @Test
    void neutralNumbersAreLeftOut() {
        assertSame(X, X.times(1));
        assertSame(X, number(1).times(X));
        assertSame(X, X.over(1));
        assertSame(X, X.negated().negated());
        assertEquals(abs(X), abs(X.negated()));
        assertEquals(number(7), number(3).plus(4));
        assertEquals(number(Math.exp(2)), exp(number(2)));
        assertSame(Y, X.isBelow(0).choose(Y, Y));
        // x + 0 differs from x for −0, and 0 · x from 0 for NaN.
        assertEquals(Operation.PLUS, X.plus(0).operation());
        assertEquals(Operation.TIMES, X.times(0).operation());
    }

    /** A factor 0 of a select gives 0 whatever the other factor is. */
    @Test
    void aProductWithAChoiceIsAChoiceOfProducts() {
        assertEquals(X.isAbove(0).choose(Y, number(0)), Y.times(X.isAbove(0).choose(1, 0)));
        assertEquals(
                X.isAbove(0).choose(Y.negated(), Y.times(2)),
                X.isAbove(0).choose(-1, 2).times(Y));
    }

    /** Values from Abramowitz and Stegun, table 7.1. The JDK's log and exp are trusted. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1e-300, 1.1283791670955126e-300",
        "0.02, 0.0225645746918449443",
        "0.5, 0.5204998778130465377",
        "1, 0.8427007929497148693",
        "1.5, 0.9661051464753107271",
        "2, 0.9953222650189527342",
        "3, 0.9999779095030014146",
        "4, 0.9999999845827420998",
        "6, 1",
        "Infinity, 1"
    })
    void erfIsThatOfTheTables(double x, double erf) {
        final double allowed = 4e-16 * Math.abs(erf);
        assertEquals(erf, Evaluation.apply(Operation.ERF, x), allowed);
        assertEquals(-erf, Evaluation.apply(Operation.ERF, -x), allowed);
    }

    @Test
    void selectsTakeTheLastTermWhereNaNIsCompared() {
        final Formula formula =
                new Formula(List.of("x"), List.of(), List.of(X.isBelow(1).choose(fma(X, X, X), 5)));
        final DoubleEvaluator evaluator = formula.evaluator();
        evaluator.compute(0.5);
        assertEquals(0.75, evaluator.result(0));
        evaluator.compute(1);
        assertEquals(5, evaluator.result(0));
        evaluator.compute(Double.NaN);
        assertEquals(5, evaluator.result(0));
    }

    /** There are 2⁶⁰ paths from the result to x; each term must be visited once. */
    @Test
    void sharedTermsCostNoTime() {
        Expression term = Expression.argument("x");
        for (int depth = 0; depth < 60; depth++) {
            term = term.times(term).plus(1);
        }
        final Expression deep = term;

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            final Formula formula = new Formula(List.of("x"), List.of(), List.of(deep));
            assertTrue(deep.uses("x") && !deep.uses("y"));
            assertEquals(122, formula.inPrimitives().terms().size());
        });
    }
}
