package handgrad.host.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.compare.BatchSweep.Series;
import handgrad.host.measure.Bytes;
import handgrad.host.measure.Measurement;
import handgrad.host.measure.Measurement.Epoch;
import handgrad.host.measure.Measurement.Setting;
import handgrad.host.measure.SweepPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
    /** A training of one epoch of one step of 100 samples. */
    private static Measurement training(String device, double seconds) {
        return new Measurement(
                new Setting("m", "", 0, "", "", 100, 1, 0, "", 1, 1, 100, 1, 1, 1),
                device,
                "",
                "",
                true,
                0,
                0,
                0,
                0,
                0,
                null,
                List.of(new Epoch(1, 1, seconds, 0, 0, 0, 0)),
                seconds,
                0,
                0,
                null,
                new Bytes(0, 0),
                new Bytes(0, 0),
                null,
                null,
                null,
                0,
                List.of());
    }

    private static Series series(String device, double small, double large) {
        return new Series(
                device,
                List.of(new SweepPoint(64, small, small, small, 1), new SweepPoint(128, large, large, large, 1)));
    }

    private static String answer(Series cpu, Series gpu) {
        final Agreement agreement = new Agreement(
                "cpu",
                "",
                "cpu",
                64,
                "",
                true,
                List.of(new Agreement.Point("step 1", 1, "gpu", 0, 1, 0, "w", 1, true)));
        return Answer.of(List.of(training("cpu", 1), training("gpu", 2)), agreement, BatchSweep.of(List.of(cpu, gpu)));
    }

    @Test
    void aSweepThatSaysTheOppositeOfTheTrainingIsDoubted() {
        final String answer = answer(series("cpu", 2, 4), series("gpu", 1, 2));

        assertTrue(answer.contains(
                "gpu is ahead of cpu at every batch size from 64 to 128 – by the sweep, which contradicts"));
    }

    @Test
    void aSweepThatAgreesOrSaysNothingOfTheBatchIsNot() {
        final String agreeing = answer(series("cpu", 1, 2), series("gpu", 2, 4));
        final String later = answer(series("cpu", 1, 4), series("gpu", 2, 2));

        assertTrue(agreeing.contains("cpu is ahead of gpu at every batch size from 64 to 128; "), agreeing);
        assertEquals(-1, later.indexOf("contradicts"), later);
    }

    @Test
    void resultsThatAreEqualAreNotCalledClose() {
        final String equal = answer(series("cpu", 1, 2), series("gpu", 2, 4));
        final Agreement close = new Agreement(
                "cpu",
                "",
                "cpu",
                64,
                "",
                true,
                List.of(
                        new Agreement.Point("step 1", 1, "gpu", 0.5, 1, 0, "w", 1, true),
                        new Agreement.Point("step 2", 2, "gpu", 0.25, 1, 0, "w", 1, true)));

        assertTrue(
                equal.endsWith("the results agree: after 1 step every parameter and the loss are equal to cpu's."),
                equal);
        final String text = Answer.of(
                List.of(training("cpu", 1), training("gpu", 2)),
                close,
                BatchSweep.of(List.of(series("cpu", 1, 2), series("gpu", 2, 4))));
        assertTrue(text.contains("after 2 steps no parameter differs from cpu's by more than 0.0e+00"), text);
        assertTrue(text.contains("nor the loss by more than 2.5e-01"), text);
    }
}
