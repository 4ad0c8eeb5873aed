package handgrad.host.sweep.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UsageError;
import handgrad.host.sweep.grid.SweptOption.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --grid} accepts and refuses. */
class GridTextTest {
    private static final GridText READER = new GridText(
            List.of(
                    new SweptOption("lr", Kind.REAL),
                    new SweptOption("lambda", Kind.REAL),
                    new SweptOption("batch", Kind.WHOLE),
                    new SweptOption("device", Kind.WORD)),
            Map.of("repeat", "use --seeds"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lr=0.1,0.5,1                | 0.1 0.5 1",
                "--lr=0.1, 0.5               | 0.1 0.5",
                "learning-rate=0.1           | 0.1",
                "device=cpu,opencl:1         | cpu opencl:1",
                // √10 = 3.16228 to four digits.
                "lr=1e-4..1 log 9            | 1e-4 3.162e-4 0.001 0.003162 0.01 0.03162 0.1 0.3162 1",
                "lr=1e-4..1 log10 3          | 1e-4 0.01 1",
                "lr=0.1..0.5 lin 5           | 0.1 0.2 0.3 0.4 0.5",
                "lr=0..1 lin 3               | 0 0.5 1",
                "lr=-1..1 3                  | -1 0 1",
                "lr=1..1e6 log 3             | 1 1000 1e6",
                "lr=.1..1.5 lin 2            | 0.1 1.5",
                "lr=2..2 lin 1               | 2",
                "batch=1..1024 log2 11       | 1 2 4 8 16 32 64 128 256 512 1024",
                "batch=10..100000 log 5      | 10 100 1000 10000 100000",
            })
    void valuesAreAsWritten(String text, String expected) {
        assertEquals(
                Arrays.asList(expected.strip().split(" ")),
                READER.parse(text.strip()).points());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lr                      | OPTION=VALUE",
                "lrr=1                   | did you mean 'lr'",
                "repeat=3                | use --seeds",
                "lr=                     | a value is missing",
                "lr=1,                   | a value is missing",
                "lr=1,,2                 | a value is missing",
                "lr=1..x log 3           | two numbers",
                "lr=1.. log 3            | two numbers",
                "lr=2..1 lin 3           | the range is empty",
                "lr=0..1 log 3           | begin above 0",
                "lr=-1..1 log 3          | begin above 0",
                "lr=1..2 log 0           | 1 to 10000",
                "lr=1..2 log 10001       | 1 to 10000",
                "lr=1..2 log x           | how many values",
                "lr=1..2 log 3 4         | how many values",
                "lr=1..2 cubic 3         | how many values",
                "lr=1..2 log             | say how many values",
                "lr=1..2                 | say how many values",
                "lr=1..2 lin 1           | ask for 2 or more",
                "lr=1,1.0                | 1 and 1.0 are one value",
                "lr=0.1,1e-1             | 0.1 and 1e-1 are one value",
                "device=cpu,cpu          | cpu and cpu are one value",
                "batch=0.5..2 lin 3      | whole numbers",
                "batch=1..4 log 9        | are one value",
            })
    void whatIsWrongIsSaid(String text, String what) {
        final UsageError error =
                assertThrows(UsageError.class, () -> READER.parse(text.strip()).points());

        assertTrue(error.getMessage().contains(what), error.getMessage());
        assertTrue(error.getMessage().contains("--grid"), error.getMessage());
    }

    @Test
    void theWordsOfARangeNeedNoQuotes() {
        assertEquals(
                List.of("m", "--grid", "lr=1e-4..1 log 9", "--grid", "batch=1,2", "3", "--seeds", "2"),
                GridText.joined(
                        List.of("m", "--grid", "lr=1e-4..1", "log", "9", "--grid", "batch=1,2", "3", "--seeds", "2")));
        assertEquals(
                List.of("--grid=lr=1..2 lin 3", "4", "log"),
                GridText.joined(List.of("--grid=lr=1..2", "lin", "3", "4", "log")));
    }
}
