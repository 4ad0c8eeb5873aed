package handgrad.optimiser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Parsing of optimisers and schedules, and schedules against PyTorch's. */
class SchedulesTest {
    /** The rates of ten steps from 0.1, by PyTorch 2.13 (CosineAnnealingLR, StepLR, LinearLR) in float64. */
    @ParameterizedTest
    @CsvSource({
        "cosine, 0.1 0.0975528284907341 0.09045085310935974 0.07938925921916962 0.06545084714889526 0.05"
                + " 0.03454915061593056 0.020610736683011055 0.009549150243401527 0.0024471741635352373",
        "step:factor=0.5:every=3, 0.1 0.1 0.1 0.05 0.05 0.05 0.025 0.025 0.025 0.0125",
        "warmup:start=0.25:over=4, 0.025 0.04375 0.0625 0.08125 0.1 0.1 0.1 0.1 0.1 0.1",
        "constant, 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1"
    })
    void ratesArePyTorchs(String text, String expected) {
        final Schedule schedule = Schedules.parse(text);
        final String[] rates = expected.split(" ");
        for (int step = 0; step < rates.length; step++) {
            // PyTorch starts from 0.1 in float64, this from 0.1f, a relative difference of 1.5e-8; both are then
            // rounded to float32.
            final float rate = Float.parseFloat(rates[step]);
            assertEquals(rate, schedule.rate(0.1f, step, 10), 1.2e-7f * rate);
        }
    }

    @ParameterizedTest
    @MethodSource("handgrad.optimiser.Schedules#all")
    void schedulesReadAsTheyAreWritten(Schedule schedule) {
        assertEquals(schedule, Schedules.parse(schedule.toString()));
    }

    @ParameterizedTest
    @MethodSource("handgrad.optimiser.Optimisers#all")
    void optimisersReadAsTheyAreWritten(Optimiser optimiser) {
        assertEquals(optimiser, Optimisers.parse(optimiser.toString()));
        assertEquals(optimiser, Optimisers.parse(optimiser.name()));
    }

    @Test
    void settingsCanBeGiven() {
        assertEquals(
                Optimisers.MOMENTUM.with("mu", 0.5).with("decay", 1e-4),
                Optimisers.parse("momentum:decay=1e-4:mu=0.5"));
        assertEquals(new Schedule.StepDecay(0.5, 7), Schedules.parse("step:every=7"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            adagrad         | there is no optimiser 'adagrad'; choose one of sgd, weight-decay, momentum, nesterov, \
            rmsprop, adam, adamw
            ''              | there is no optimiser ''; choose one of sgd, weight-decay, momentum, nesterov, \
            rmsprop, adam, adamw
            sgd:mu=0.9      | sgd has no setting mu
            momentum:nu=1   | momentum has no setting nu; it has decay, mu
            momentum:mu     | write NAME:SETTING=VALUE:SETTING=VALUE; 'mu' is no SETTING=VALUE
            momentum:mu=x   | mu needs a number, not 'x'
            momentum:mu=NaN | mu needs a number, not 'NaN'
            momentum:mu=-1  | momentum: mu must be a finite number of at least 0, not -1.0
            momentum:mu=1   | momentum: mu must be below 1, not 1.0
            nesterov:mu=1   | nesterov: mu must be below 1, not 1.0
            rmsprop:alpha=1 | rmsprop: alpha must be below 1, not 1.0
            adam:beta1=1    | adam: beta1 must be below 1, not 1.0
            adamw:beta2=2   | adamw: beta2 must be below 1, not 2.0
            adam:beta1=0.99999999 | adam: beta1 must be below 1 in float32, not 0.99999999
            adam:eps=1e39   | adam: eps must be a float32 number, which 1.0E39 is not
            adam:eps=1e-60  | adam: eps must be a float32 number, which 1.0E-60 is not
            momentum:mu=.5f | mu needs a number, not '.5f'
            adam:eps=1e999  | adam: eps must be a finite number of at least 0, not Infinity
            adam:eps=1:eps=2 | eps is given twice
            """)
    void wrongOptimisersAreRefused(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Optimisers.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linear            | there is no schedule 'linear'; choose one of constant, step, cosine, warmup
            cosine:over=3     | cosine has no setting over
            step:over=3       | step has no setting over; it has factor, every
            step:every=0      | every must be at least 1 step, not 0
            step:every=1.5    | every must be a whole number of steps, not 1.5
            step:every=NaN    | every needs a number, not 'NaN'
            step:factor=0     | factor must be above 0, not 0.0
            step:factor=NaN   | factor needs a number, not 'NaN'
            warmup:start=2    | start must be from 0 to 1, not 2.0
            warmup:start=NaN  | start needs a number, not 'NaN'
            warmup:over=-1    | over must be at least 1 step, not -1
            """)
    void wrongSchedulesAreRefused(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Schedules.parse(text))
                        .getMessage());
    }
}
