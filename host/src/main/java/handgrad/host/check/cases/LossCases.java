package handgrad.host.check.cases;

import handgrad.formula.Formula;
import handgrad.host.check.formula.DerivativeCheck;
import handgrad.loss.SampleLosses;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.SampleLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Losses of one and many classes or scores, some so large that a naive exponential overflows, and diverged ones. */
final class LossCases {
    private LossCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        for (final int[] shape : new int[][] {{1, 1}, {7, 10}, {16, 3}, {33, 17}, {1, 1000}}) {
            addSoftmax(cases, shape[0], shape[1]);
        }
        addSoftmaxSpread(cases);
        SampleLosses.all().forEach(function -> cases.addAll(of(function)));
        for (final int batch : new int[] {1, 7, 16, 33}) {
            cases.add(scoreHits(batch, 0, 0));
            cases.add(scoreHits(batch, 0.5F, 0.5F));
        }
        return cases;
    }

    private static void addSoftmax(List<OpCase> cases, int batch, int classes) {
        final Fill logits = LossCases::logits;
        final String sizes = " " + CaseNames.sizes(batch, classes);
        final var forward = new OpCaseBuilder("SoftmaxCrossEntropyForward" + sizes).withSpecial();
        cases.add(forward.build(new SoftmaxCrossEntropyForward(
                forward.input("logits", logits, batch, classes),
                forward.indices("labels", classes, batch),
                forward.output("losses", batch))));
        final var backward = new OpCaseBuilder("SoftmaxCrossEntropyBackward" + sizes).withSpecial();
        cases.add(backward.build(new SoftmaxCrossEntropyBackward(
                backward.input("logits", logits, batch, classes),
                backward.indices("labels", classes, batch),
                backward.gradient("dLogits", batch, classes),
                1F / batch)));
        final var hits = new OpCaseBuilder("ClassHits" + sizes).withSpecial();
        cases.add(hits.build(new ClassHits(
                hits.input("logits", Fill.special(), batch, classes),
                hits.indices("labels", classes, batch),
                hits.intOutput("hits", batch))));
    }

    /**
     * A class may be impossible (−∞), but not all of a sample, hence at odd places only. With +∞ the loss is ∞ or ∞ −
     * ∞, which depends on the implementation.
     */
    private static float[] logits(ValueKind kind, int size, RandomGenerator random) {
        final float[] values = Fill.special().values(kind, size, random);
        for (int i = 0; i < size; i++) {
            if (values[i] == Float.POSITIVE_INFINITY || i % 2 == 0 && values[i] == Float.NEGATIVE_INFINITY) {
                values[i] = Float.NaN;
            }
        }
        return values;
    }

    /**
     * Logits of ±100: exponentials from 10⁻⁸⁷ to 10⁸⁷, which a float cannot hold, and a common offset of 1000 beside.
     */
    private static void addSoftmaxSpread(List<OpCase> cases) {
        final Fill spread = (_, size, random) -> {
            final float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = 1000 + 100 * (2 * random.nextFloat() - 1);
            }
            return values;
        };
        final var forward =
                new OpCaseBuilder("SoftmaxCrossEntropyForward 33×10 from 900 to 1100").only(ValueKind.NORMAL);
        cases.add(forward.build(new SoftmaxCrossEntropyForward(
                forward.input("logits", spread, 33, 10),
                forward.indices("labels", 10, 33),
                forward.output("losses", 33))));
        final var backward =
                new OpCaseBuilder("SoftmaxCrossEntropyBackward 33×10 from 900 to 1100").only(ValueKind.NORMAL);
        cases.add(backward.build(new SoftmaxCrossEntropyBackward(
                backward.input("logits", spread, 33, 10),
                backward.indices("labels", 10, 33),
                backward.gradient("dLogits", 33, 10),
                1)));
    }

    /** The cases of one loss of scores. */
    static List<OpCase> of(SampleLoss function) {
        final List<OpCase> cases = new ArrayList<>();
        for (final int[] shape : new int[][] {{1, 1}, {7, 1}, {17, 3}, {33, 8}}) {
            final Fill targets = switch (function.targets()) {
                case SIGN_BY_PROBABILITY, SIGN_BY_MARGIN -> Fill.signs();
                case NUMBER -> Fill.finite();
                case FRACTION_BY_PROBABILITY -> Fill.fractions();
            };
            addScoreLoss(
                    cases, function, CaseNames.sizes(shape), Fill.special(), targets, ValueKind.finite(), true, shape);
        }
        for (final double target : DerivativeCheck.targets(function)) {
            final Formula both =
                    new Formula(List.of("z", "y"), List.of(), List.of(function.value(), function.derivative()));
            final float[] scores = AdversarialValues.of(both, z -> new double[] {z, target});
            addScoreLoss(
                    cases,
                    function,
                    "at edges, target " + target,
                    (_, _, _) -> scores.clone(),
                    Fill.constant((float) target),
                    Set.of(ValueKind.NORMAL),
                    false,
                    scores.length,
                    1);
        }
        return cases;
    }

    private static void addScoreLoss(
            List<OpCase> cases,
            SampleLoss function,
            String name,
            Fill scores,
            Fill targets,
            Set<ValueKind> kinds,
            boolean special,
            int... shape) {
        final var forward = builder("ScoreLossForward " + function.name() + " " + name, kinds, special);
        cases.add(forward.build(new ScoreLossForward(
                function,
                forward.input("scores", scores, shape),
                forward.input("targets", targets, shape),
                forward.output("losses", shape[0]))));
        final var backward = builder("ScoreLossBackward " + function.name() + " " + name, kinds, special);
        cases.add(backward.build(new ScoreLossBackward(
                function,
                backward.input("scores", scores, shape),
                backward.input("targets", targets, shape),
                backward.gradient("dScores", shape),
                1F / shape[0])));
    }

    private static OpCaseBuilder builder(String name, Set<ValueKind> kinds, boolean special) {
        final var builder = new OpCaseBuilder(name).only(kinds.toArray(ValueKind[]::new));
        return special ? builder.withSpecial() : builder;
    }

    private static OpCase scoreHits(int batch, float scoreThreshold, float targetThreshold) {
        final var builder = new OpCaseBuilder(
                        "ScoreHits " + batch + ", thresholds " + scoreThreshold + " and " + targetThreshold)
                .withSpecial();
        return builder.build(new ScoreHits(
                builder.input("scores", Fill.special(), batch, 1),
                builder.input("targets", Fill.fractions(), batch, 1),
                builder.intOutput("hits", batch),
                scoreThreshold,
                targetThreshold));
    }
}
