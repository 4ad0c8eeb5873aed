package handgrad.host.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.homework.Homework;
import handgrad.host.measure.Bytes;
import handgrad.host.measure.Measurement;
import handgrad.host.measure.Measurement.Point;
import handgrad.host.measure.Measurement.Setting;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.network.Network;
import handgrad.training.ParameterValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementCheckTest {
    private static final Network NETWORK =
            Homework.find("two-layer").orElseThrow().network();

    @TempDir
    private Path folder;

    /** A training that ended with all parameters at one value, except the very last. */
    private Measurement training(String device, float value, float lastValue, double loss) {
        final Path file = folder.resolve(device + value + lastValue + ".safetensors");
        final String last = NETWORK.parameters().getLast().name();
        new Checkpoint(
                        ParameterValues.of(NETWORK, parameter -> {
                            final float[] values = new float[parameter.shape().size()];
                            java.util.Arrays.fill(values, value);
                            if (parameter.name().equals(last)) {
                                values[values.length - 1] = lastValue;
                            }
                            return values;
                        }),
                        Map.of())
                .write(file);
        final Setting setting = new Setting("two-layer", "", 0, "", "", 1, 1, 0, "", 1, 1, 1, 1, 1, 1);
        return new Measurement(
                setting,
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
                List.of(new Measurement.Epoch(1, 1, device.equals("cpu") ? 1 : 3, 0, 0, 0, 0)),
                device.equals("cpu") ? 1 : 3,
                0,
                0,
                null,
                new Bytes(0, 0),
                new Bytes(0, 0),
                null,
                null,
                null,
                0,
                List.of(new Point("step 1", 1, loss, file.toString())));
    }

    private Agreement check(Measurement cpu, Measurement java, Measurement nudged) {
        final List<Measurement> trainings = List.of(cpu, java);
        return new AgreementCheck(NETWORK).check(trainings, AgreementCheck.Reference.of(trainings), cpu, nudged);
    }

    @Test
    void theLargestDifferenceIsFoundWhereItIs() {
        final Agreement agreement = check(
                training("cpu", 0.5f, 0.5f + 0x1p-18f, 1),
                training("java", 0.5f, 0.5f, 1),
                training("nudged", 0.5f, 0.5f, 1));

        final Agreement.Point point = agreement.points().getFirst();
        assertEquals("java", agreement.reference());
        assertEquals(0x1p-18, point.parameterDifference());
        assertEquals(NETWORK.parameters().getLast().name(), point.parameter());
    }

    /** A nudge with an effect of 2⁻¹⁸ allows 64 times as much, 2⁻¹², and not one float more. */
    @Test
    void theNudgeDecidesHowMuchIsAllowed() {
        final Measurement cpu = training("cpu", 0.5f, 0.5f, 1);
        final Measurement nudged = training("nudged", 0.5f, 0.5f + 0x1p-18f, 1);

        assertTrue(
                check(cpu, training("java", 0.5f, 0.5f + 0x1p-12f, 1), nudged).agrees());
        assertFalse(check(cpu, training("java", 0.5f, Math.nextUp(0.5f + 0x1p-12f), 1), nudged)
                .agrees());
    }

    @Test
    void anotherLossOrNoNumberIsNoAgreement() {
        final Measurement cpu = training("cpu", 0.5f, 0.5f, 1);

        assertTrue(check(cpu, training("java", 0.5f, 0.5f, 1), cpu).agrees());
        assertFalse(check(cpu, training("java", 0.5f, 0.5f, 1.001), cpu).agrees());
        assertFalse(check(cpu, training("java", 0.5f, Float.NaN, 1), cpu).agrees());
    }

    @Test
    void theAnswerSaysWhoByHowMuchAndWhetherTheyAgree() {
        final Measurement cpu = training("cpu", 0.5f, 0.5f, 1);
        final Measurement java = training("java", 0.5f, 0.5f, 1);
        final Measurement wrong = training("java", 0.75f, 0.75f, 1);

        final String good = Answer.of(List.of(java, cpu), check(cpu, java, cpu), null);
        assertTrue(good.startsWith("cpu is 3.0 times as fast as java"), good);
        assertTrue(good.contains("the results agree: after 1 step"), good);
        final String bad = Answer.of(List.of(java, cpu), check(cpu, wrong, cpu), null);
        assertTrue(bad.contains("do NOT agree") && bad.contains("2.5e-01"), bad);
    }
}
