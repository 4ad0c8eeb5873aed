package handgrad.host.sweep.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.chart.ChartPicture;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.Figures;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.sweep.outcome.Setting.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands in which cell. */
class HeatMapTest {
    /**
     * lr 1, 2 × batch 8, 16 × threshold 0.3, 0.5; the accuracies in that order, the last option fastest; a negative one
     * stands for a failure.
     */
    private static SweepOutcome outcome(boolean grid, double... accuracies) {
        final List<Entry> entries = new ArrayList<>();
        for (final String lr : List.of("1", "2")) {
            for (final String batch : List.of("8", "16")) {
                for (final String threshold : List.of("0.3", "0.5")) {
                    final double accuracy = accuracies[entries.size()];
                    final Map<String, String> values = new LinkedHashMap<>();
                    values.put("lr", lr);
                    values.put("batch", batch);
                    values.put("threshold", threshold);
                    values.put("seed", "0");
                    entries.add(new Entry(
                            new Trial(values),
                            accuracy < 0
                                    ? new Failed("training diverged", true)
                                    : new Finished(new Figures(accuracy, 0, 0, 0, 0, 0), "cpu")));
                }
            }
        }
        final SweepDefinition definition = SweepDefinition.of(
                "logistic-l2",
                List.of(),
                grid,
                Figure.TEST_ACCURACY,
                entries.stream().map(Entry::trial).toList());
        return new SweepOutcome(definition, entries, Setting.ranked(Setting.of(entries), definition.bestBy()));
    }

    @Test
    void aCellIsTheBestOfItsTwoValues() {
        final HeatMap map =
                HeatMap.of(outcome(true, 0.1, 0.2, 0.4, 0.3, 0.5, -1, -1, -1)).orElseThrow();

        assertEquals(List.of("lr", "batch"), List.of(map.y(), map.x()));
        assertEquals(List.of("8", "16"), map.xValues());
        // Of batch 8: lr 1 and 2, then of batch 16.
        assertEquals(List.of(List.of(0.2, 0.5), List.of(0.4, Double.NaN)), map.cells());
        assertTrue(map.title().contains("lr and batch, at the best threshold"), map.title());
        assertTrue(ChartPicture.png(map::chart).length > 0);
    }

    @Test
    void whatIsNoGridOrHasNoFiguresIsNotDrawn() {
        assertFalse(HeatMap.of(outcome(false, 1, 1, 1, 1, 1, 1, 1, 1)).isPresent());
        assertFalse(HeatMap.of(outcome(true, -1, -1, -1, -1, -1, -1, -1, -1)).isPresent());
    }
}
