package handgrad.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.dataset.Targets;
import handgrad.host.report.AnswersReport.Answer;
import handgrad.loss.Reduction;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    /** A logarithm in float32 and the exponential of it: 2^-24 relative, and a few roundings in double. */
    private static final double ROUNDED = 1e-6;

    @Test
    void wrongAnswersOfSoftmaxComeByTheirProbability() {
        final float[] outputs = {
            0,
            (float) Math.log(3),
            0, // class 1 with 3/5
            (float) Math.log(8),
            0,
            0, // class 0 with 8/10
            0,
            0,
            5, // right
            1000,
            0,
            0 // class 0 with 1, without an overflow
        };
        final Targets.Classes targets = new Targets.Classes(new int[] {0, 1, 2, 2}, 3);

        final List<Answer> wrong = AnswersReport.wrong(new SoftmaxCrossEntropy(Reduction.MEAN), targets, outputs);

        assertEquals(List.of(3, 1, 0), wrong.stream().map(Answer::sample).toList());
        assertEquals(List.of(0, 0, 1), wrong.stream().map(Answer::prediction).toList());
        assertEquals(List.of(2, 1, 0), wrong.stream().map(Answer::label).toList());
        assertEquals(1, wrong.get(0).confidence());
        assertEquals(0.8, wrong.get(1).confidence(), ROUNDED);
        assertEquals(0.6, wrong.get(2).confidence(), ROUNDED);
    }

    @Test
    void wrongAnswersOfALogisticModelComeByTheirProbability() {
        final float[] scores = {(float) Math.log(3), -1, (float) -Math.log(9)};
        final Targets.Reals targets = new Targets.Reals(new float[] {-1, -1, 1}, 1);

        final List<Answer> wrong = AnswersReport.wrong(ScoreLoss.mean(SampleLosses.LOGISTIC), targets, scores);

        assertEquals(List.of(2, 0), wrong.stream().map(Answer::sample).toList());
        assertEquals(List.of(0, 1), wrong.stream().map(Answer::prediction).toList());
        assertEquals(0.9, wrong.get(0).confidence(), ROUNDED);
        assertEquals(0.75, wrong.get(1).confidence(), ROUNDED);
    }

    @Test
    void aSupportVectorMachineGivesADistanceAndNoProbability() {
        final Targets.Reals targets = new Targets.Reals(new float[] {-1, 1}, 1);

        final List<Answer> wrong =
                AnswersReport.wrong(ScoreLoss.mean(SampleLosses.HINGE), targets, new float[] {2.5f, -4});

        assertEquals(4, wrong.get(0).confidence());
        assertEquals(2.5, wrong.get(1).confidence());
    }
}
