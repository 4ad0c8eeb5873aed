package handgrad.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.host.report.MistakesReport.Mistake;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import java.util.List;
import org.junit.jupiter.api.Test;

class MistakesTest {
    private static List<Integer> samples(List<Mistake> mistakes) {
        return mistakes.stream().map(Mistake::sample).toList();
    }

    @Test
    void theMostConfidentComeFirst() {
        // 0 right, 1 wrong by a little, 2 wrong by much, 3 wrong so surely that σ is 1 to the last bit, 4 even more so,
        // 5 right
        final float[] scores = {3, -0.1f, 2, 50, -60, -1};
        final float[] targets = {1, 1, -1, -1, 1, -1};

        final List<Mistake> mistakes = MistakesReport.worst(ScoreLoss.mean(SampleLosses.LOGISTIC), scores, targets, 20);

        assertEquals(List.of(4, 3, 2, 1), samples(mistakes));
        // σ(2) = 0.880797
        assertEquals(0.880797, mistakes.get(2).confidence(), 1e-6);
        assertEquals(1, mistakes.getFirst().confidence(), 1e-12);
        assertEquals(
                List.of(4, 3),
                samples(MistakesReport.worst(ScoreLoss.mean(SampleLosses.LOGISTIC), scores, targets, 2)));
    }

    /**
     * With the threshold at 0.8 a "no" can be surer than a "yes": |p − 0.8| + ½ reaches 1.3, as the course's formula
     * has it.
     */
    @Test
    void confidenceIsMeasuredFromTheThreshold() {
        final ScoreLoss loss = ScoreLoss.mean(SampleLosses.BINARY_CROSS_ENTROPY).withThreshold(0.8);
        // σ(1) = 0.731059: a "no", wrong; σ(1.5) = 0.817574: a "yes", wrong
        final List<Mistake> mistakes = MistakesReport.worst(loss, new float[] {1, 1.5f, 1}, new float[] {1, 0, 0}, 20);

        assertEquals(List.of(0, 1), samples(mistakes));
        assertEquals(0.8 - 0.731059 + 0.5, mistakes.get(0).confidence(), 1e-6);
        assertEquals(0.817574 - 0.8 + 0.5, mistakes.get(1).confidence(), 1e-6);
    }
}
