package handgrad.optimiser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning rates of steps, in closed form, and how schedules are written. */
class ScheduleTest {
    /** Powers of two are exact. */
    @Test
    void stepsFallByAFactor() {
        final Schedule schedule = Schedule.parse("step:factor=0.5:every=3");

        assertEquals(0.4f, schedule.rate(0.4f, 2, 10));
        assertEquals(0.2f, schedule.rate(0.4f, 3, 10));
        assertEquals(0.05f, schedule.rate(0.4f, 9, 10));
    }

    /** cos 0 = 1, cos ⅓π = ½, cos ½π = 0, cos π = −1; 1e-15: a few roundings of doubles. */
    @Test
    void aCosineFallsFromOneToZero() {
        final Schedule schedule = Schedule.parse("cosine");

        assertEquals(1, schedule.factor(0, 12), 1e-15);
        assertEquals(0.75, schedule.factor(4, 12), 1e-15);
        assertEquals(0.5, schedule.factor(6, 12), 1e-15);
        assertEquals(0, schedule.factor(12, 12), 1e-15);
        assertTrue(schedule.dependsOnLength());
    }

    @Test
    void aWarmUpRisesEvenlyAndStays() {
        final Schedule schedule = Schedule.parse("warmup:start=0.25:over=6");

        assertEquals(0.25, schedule.factor(0, 100));
        assertEquals(0.5, schedule.factor(2, 100));
        assertEquals(1, schedule.factor(6, 100));
        assertEquals(1, schedule.factor(99, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "step:factor=0.5:every=1000", "cosine", "warmup:start=0.1:over=500"})
    void whatItWritesItReads(String text) {
        assertEquals(text, Schedule.parse(text).toString());
        assertEquals(Schedule.parse(text), Schedule.parse(Schedule.parse(text).toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linear | there is no 'linear'; there is constant, step, cosine, warmup",
                "'' | there is no ''; there is constant, step, cosine, warmup",
                "cosine:every=3 | cosine has no setting every",
                "step:gamma=0.5 | step has no setting gamma; it has factor, every",
                "step:factor | 'factor' is no setting; write NAME=NUMBER after each colon",
                "step:factor=x | factor must be a number, not 'x'",
                "step:factor=0 | factor must be above 0, not 0.0",
                "step:factor=nan | factor must be a number, not 'nan'",
                "step:every=0 | every must be a whole number of steps from 1, not 0.0",
                "step:every=2.5 | every must be a whole number of steps from 1, not 2.5",
                "step:every=NaN | every must be a whole number of steps from 1, not NaN",
                "step:every=2:every=3 | every is given twice",
                "warmup:start=2 | start must be from 0 to 1, not 2.0",
            })
    void whatIsWrongIsSaid(String text, String message) {
        final IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Schedule.parse(text));

        assertEquals(message, error.getMessage());
    }
}
