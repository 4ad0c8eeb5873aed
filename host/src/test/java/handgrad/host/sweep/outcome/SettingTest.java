package handgrad.host.sweep.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.Figures;
import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.folder.TrialState.Open;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.sweep.outcome.Setting.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mean, standard deviation and rank, against values computed by hand. */
class SettingTest {
    private static Entry entry(String lr, int seed, TrialState state) {
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("lr", lr);
        values.put("seed", Integer.toString(seed));
        return new Entry(new Trial(values), state);
    }

    private static TrialState finished(double accuracy, double loss) {
        return new Finished(new Figures(accuracy, loss, accuracy, loss, 1, 1), "cpu");
    }

    private static List<String> order(List<Entry> entries, Figure bestBy) {
        return Setting.ranked(Setting.of(entries), bestBy).stream()
                .map(setting -> setting.values().get("lr"))
                .toList();
    }

    /**
     * 2 4 4 4 5 5 7 9: mean 5, squared distances 9 1 1 1 0 0 4 16, their mean 4. numpy.std says 2, the sample's
     * deviation would be 2.138.
     */
    @Test
    void theDeviationIsOverN() {
        final Statistics statistics =
                Statistics.of(List.of(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0)).orElseThrow();

        assertEquals(5, statistics.mean());
        assertEquals(2, statistics.std());
        assertEquals(0, Statistics.of(List.of(3.0)).orElseThrow().std());
        assertFalse(Statistics.of(List.of()).isPresent());
    }

    @Test
    void theHighestMeanAccuracyOrTheLowestMeanLossIsFirst() {
        final List<Entry> entries = List.of(
                entry("a", 0, finished(0.50, 3)),
                entry("a", 1, finished(0.75, 1)),
                entry("b", 0, finished(1.00, 4)),
                entry("b", 1, finished(0.50, 2)),
                entry("c", 0, finished(0.25, 1)),
                entry("c", 1, finished(0.50, 1)));

        assertEquals(List.of("b", "a", "c"), order(entries, Figure.TEST_ACCURACY));
        assertEquals(List.of("c", "a", "b"), order(entries, Figure.TEST_LOSS));
        final Setting first = Setting.of(entries).getFirst();
        // (0.5 + 0.75)/2 and its distance from either; (3 + 1)/2.
        assertEquals(0.625, first.statistics(Figure.TEST_ACCURACY).orElseThrow().mean());
        assertEquals(0.125, first.statistics(Figure.TEST_ACCURACY).orElseThrow().std());
        assertEquals(1, first.statistics(Figure.TEST_LOSS).orElseThrow().std());
        assertEquals(
                "lr=a,seed=1",
                first.best(Figure.TEST_LOSS).orElseThrow().trial().name());
    }

    @Test
    void ofEqualsTheFirstOfTheGridIsFirst() {
        final List<Entry> entries = List.of(
                entry("b", 0, finished(0.5, 1)), entry("a", 0, finished(0.5, 1)), entry("c", 0, finished(0.5, 1)));

        assertEquals(List.of("b", "a", "c"), order(entries, Figure.TEST_ACCURACY));
    }

    @Test
    void aSettingWithAFailureComesAfterThoseWithout() {
        final List<Entry> entries = List.of(
                entry("lucky", 0, finished(0.99, 1)),
                entry("lucky", 1, new Failed("training diverged", true)),
                entry("none", 0, new Failed("no", false)),
                entry("none", 1, new Failed("no", false)),
                entry("open", 0, finished(0.98, 1)),
                entry("open", 1, new Open()),
                entry("steady", 0, finished(0.60, 1)),
                entry("steady", 1, finished(0.60, 1)));

        assertEquals(List.of("steady", "lucky", "open", "none"), order(entries, Figure.TEST_ACCURACY));
        final Setting lucky = Setting.of(entries).getFirst();
        assertEquals(1, lucky.finished());
        assertEquals(1, lucky.failed());
        assertEquals(0.99, lucky.statistics(Figure.TEST_ACCURACY).orElseThrow().mean());
    }

    @Test
    void whatIsNoNumberIsWorst() {
        final List<Entry> entries =
                List.of(entry("nan", 0, finished(0.5, Double.NaN)), entry("bad", 0, finished(0.5, 1e30)));

        assertEquals(List.of("bad", "nan"), order(entries, Figure.TEST_LOSS));
    }
}
