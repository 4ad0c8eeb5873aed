package handgrad.backend.opencl;

import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.expm1;
import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.log;
import static handgrad.formula.Terms.log1p;
import static handgrad.formula.Terms.max;
import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.sign;
import static handgrad.formula.Terms.sqrt;
import static handgrad.formula.Terms.tanh;

import handgrad.formula.Expression;
import handgrad.optimiser.Optimiser;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;

/** Formulas that ask of the printing what those that come with Handgrad do not. */
final class MadeUpFormulas {
    /** Its derivative needs neither x nor y. */
    static final Activation DOUBLE = Activation.of("two x", x -> x.times(2), (x, y) -> number(2));

    /** Not its derivative, but each operation once, with numbers that no decimal point ends. */
    static final Activation ALL = Activation.of("all", MadeUpFormulas::everyOperation, (x, y) -> {
        final Expression t = everyOperation(y);
        return x.isAtMost(0.5).choose(t, x.isEqualTo(number(1)).choose(number(-3), t.negated()));
    });

    /** What overflows or is no number: constants and results. */
    static final Activation EDGES = Activation.of(
            "edges",
            x -> x.isBelow(-1)
                    .choose(
                            Double.NEGATIVE_INFINITY,
                            x.isBelow(0).choose(Double.NaN, x.isBelow(1).choose(1e300, log(x.minus(2))))),
            (x, y) -> x.isAbove(1).choose(sqrt(x.negated()), log1p(x.minus(0.5))));

    /** Its derivative is a choice of numbers, which its factor then multiplies. */
    static final SampleLoss PINBALL = SampleLoss.of(
            "pinball",
            SampleLoss.TargetKind.NUMBER,
            (z, y) -> max(y.minus(z).times(0.9), y.minus(z).times(-0.1)),
            (z, y) -> z.isBelow(y).choose(-0.9, 0.1));

    static final PenaltyFunction ROUND_L1 =
            PenaltyFunction.of("round l1", w -> log1p(abs(w)), w -> sign(w).over(abs(w).plus(1)));

    /** Three kept numbers, all operations of scalars and of elements, and a choice between elements by a scalar. */
    static final Optimiser THREE_STATES = Optimiser.of("three states", step -> {
        final Expression v = step.state("v").times(0.9).plus(step.gradient());
        final Expression half = everyOperation(step.rate().times(0.5));
        return step.next("v", v)
                .next("int", everyOperation(step.state("int").plus(v)).times(step.rate()))
                .next(
                        "count 1",
                        step.number().isBelow(2).choose(v, step.state("count 1").plus(step.number())))
                .weight(step.weight()
                        .minus(half.times(v))
                        .minus(tanh(step.number()).times(step.state("count 1"))));
    });

    private static Expression everyOperation(Expression x) {
        final Expression a = abs(x).plus(0.3);
        final Expression smooth =
                tanh(x).plus(sigmoid(x)).plus(erf(x)).plus(expm1(x.times(0.25))).minus(sqrt(a));
        final Expression more = fma(exp(min(x, number(2)).times(0.5)), max(x.negated(), number(-0.2)), log(a));
        final Expression choices = a.isBelow(1)
                .choose(
                        sign(x),
                        a.isAtMost(2.3)
                                .choose(
                                        log1p(x.times(0.1)),
                                        x.isEqualTo(number(3)).choose(smooth, more)));
        return smooth.plus(choices).over(a);
    }

    private MadeUpFormulas() {}
}
