package handgrad.host.sweep.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UsageError;
import handgrad.host.sweep.grid.Dimension.Listed;
import handgrad.host.sweep.grid.SweptOption.Kind;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trials of grids and of random draws, and the names of their folders. */
class TrialsTest {
    private static Dimension listed(String name, String... values) {
        return new Dimension(new SweptOption(name, Kind.REAL), new Listed(List.of(values)));
    }

    private static Dimension range(String name, String from, String to, boolean logarithmic) {
        return new Dimension(
                new SweptOption(name, Kind.REAL),
                new Range(new BigDecimal(from), new BigDecimal(to), logarithmic, OptionalInt.empty()));
    }

    @Test
    void aGridHasEveryCombinationTheFirstOptionSlowest() {
        assertEquals(
                List.of(
                        "lr=0.1,lambda=1,seed=0",
                        "lr=0.1,lambda=1,seed=1",
                        "lr=0.1,lambda=2,seed=0",
                        "lr=0.1,lambda=2,seed=1",
                        "lr=0.5,lambda=1,seed=0",
                        "lr=0.5,lambda=1,seed=1",
                        "lr=0.5,lambda=2,seed=0",
                        "lr=0.5,lambda=2,seed=1"),
                Trials.grid(List.of(listed("lr", "0.1", "0.5"), listed("lambda", "1", "2")), List.of("0", "1")).stream()
                        .map(Trial::name)
                        .toList());
    }

    @Test
    void aGridOfMillionsIsRefusedBeforeItIsMade() {
        final Dimension thousand = new Dimension(
                new SweptOption("lr", Kind.REAL),
                new Range(BigDecimal.ONE, new BigDecimal(1000), false, OptionalInt.of(1000)));

        assertThrows(UsageError.class, () -> Trials.grid(List.of(thousand, thousand, thousand), List.of("0")));
    }

    @Test
    void drawsAreTheSameForOneSeedAndTheFirstOnesWhateverFollows() {
        final List<Dimension> dimensions = List.of(range("lr", "1e-4", "1", true), listed("lambda", "1", "2"));
        final List<Trial> five = Trials.random(dimensions, 5, 7, List.of("0"));

        assertEquals(five, Trials.random(dimensions, 9, 7, List.of("0")).subList(0, 5));
        assertNotEquals(five, Trials.random(dimensions, 5, 8, List.of("0")));
        assertEquals(10, Trials.random(dimensions, 5, 7, List.of("0", "1")).size());
    }

    /** Of 400 uniform draws, a share of p differs from p by less than 4 √(p (1 − p)/400) but for one seed in 15,000. */
    @Test
    void drawsAreUniformInTheValueOrItsLogarithm() {
        final int draws = 400;
        final List<Trial> trials = Trials.random(
                List.of(range("lr", "1e-4", "1", true), range("lambda", "0", "1", false)), draws, 1, List.of("0"));

        assertEquals(0.5, share(trials, "lr", 0.01), 4 * Math.sqrt(0.25 / draws));
        assertEquals(0.25, share(trials, "lambda", 0.25), 4 * Math.sqrt(0.25 * 0.75 / draws));
        assertEquals(draws, new HashSet<>(trials).size());
    }

    private static double share(List<Trial> trials, String option, double below) {
        assertTrue(trials.stream()
                .mapToDouble(trial -> Double.parseDouble(trial.values().get(option)))
                .allMatch(value -> value >= 0 && value <= 1));
        return trials.stream()
                        .filter(trial -> Double.parseDouble(trial.values().get(option)) < below)
                        .count()
                / (double) trials.size();
    }

    @Test
    void thereAreNotMoreDrawsThanCombinations() {
        final List<Dimension> dimensions = List.of(listed("lr", "1", "2"), listed("lambda", "1", "2"));

        assertEquals(4, new HashSet<>(Trials.random(dimensions, 4, 0, List.of("0"))).size());
        assertTrue(assertThrows(UsageError.class, () -> Trials.random(dimensions, 5, 0, List.of("0")))
                .getMessage()
                .contains("only 4 different"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/a b",
                "it's",
                "..",
                "a/../../b",
                "opencl:1",
                "$(reboot)",
                "a\nb",
                "ä",
                "x",
                "-",
                "CON",
                "*?<>|\\"
            })
    void aFoldersNameIsSafeAndItsOwn(String value) {
        final String name = new Trial(Map.of("data", value)).name();

        assertTrue(name.matches("[A-Za-z][A-Za-z0-9=,._+~-]*"), name);
        assertNotEquals(new Trial(Map.of("data", value + "_")).name(), name);
        assertEquals(value.matches("[A-Za-z.-]+"), name.equals("data=" + value), name);
    }

    @Test
    void aLongNameIsCutAndKeptApart() {
        final String first = new Trial(Map.of("data", "x".repeat(1000))).name();

        assertTrue(first.length() < 200, first);
        assertNotEquals(first, new Trial(Map.of("data", "x".repeat(1001))).name());
    }
}
