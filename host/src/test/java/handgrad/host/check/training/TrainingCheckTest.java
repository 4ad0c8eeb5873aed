package handgrad.host.check.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceOptions;
import handgrad.backend.oracle.OracleBackend;
import handgrad.homework.Homework;
import handgrad.host.check.op.FaultyBackend;
import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check passes right results and finds errors made on purpose. */
class TrainingCheckTest {
    private final TrainingReference reference =
            TrainingReference.of(Homework.find("softmax-linear").orElseThrow(), 1);

    @Test
    void passesTheRoundedTruth() {
        final TrainingReport report = new TrainingCheck(new OracleBackend(), DeviceOptions.defaults()).check(reference);
        assertEquals(List.of(), report.failures());
        assertTrue(report.passed());
        assertEquals(10, report.steps());
        assertTrue(report.worst() > 0 && report.worst() < 1, report::toString);
    }

    /** Training must change the parameters, or comparing the changes would prove nothing. */
    @Test
    void trainingChangesEveryParameter() {
        reference.trained().parameters().forEach((moment, values) -> {
            final float[] initial = reference.inputs().floats().get(moment.tensor());
            int changed = 0;
            for (int i = 0; i < initial.length; i++) {
                changed += values[i] == initial[i] ? 0 : 1;
            }
            assertEquals(initial.length, changed, moment::toString);
        });
    }

    /** A parameter that is off by a part in 10⁵: as if the gradients were off by a hundredth or so. */
    @Test
    void findsSmallErrorsOfParameters() {
        final TrainingReport report = faulty((_, tensor, values) -> {
            for (int i = 0; tensor.role() == Role.PARAMETER && i < values.length; i++) {
                values[i] *= 1.00001F;
            }
        });
        assertTrue(report.failures().stream().anyMatch(line -> line.startsWith("l1.weight after 1 step: off by")));
        assertTrue(report.failures().stream().anyMatch(line -> line.startsWith("l1.bias after 10 steps: off by")));
        assertTrue(report.worst() > 1);
    }

    /** One element that no step updates. */
    @Test
    void findsOneParameterThatIsNotTrained() {
        final float[] initial = reference.inputs().floats().get(weight());
        final TrainingReport report = faulty((_, tensor, values) -> {
            if (tensor.equals(weight())) {
                values[77] = initial[77];
            }
        });
        assertTrue(report.failures().getFirst().startsWith("l1.weight after 1 step: off by"), report::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 9})
    void findsAWrongLossOfOneStep(int step) {
        final TrainingReport report = faulty((_, tensor, values) -> {
            if (tensor.name().endsWith("lossHistory")) {
                values[step] *= 1.0002F;
            }
        });
        assertTrue(
                report.failures().getFirst().startsWith("training losses, step " + (step + 1) + ":"), report::toString);
    }

    /** A NaN that an op swallowed: the loss looks fine. */
    @Test
    void findsNaNThatWasLost() {
        final TrainingReport report = faulty((_, _, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.isNaN(values[i]) ? 1 : values[i];
            }
        });
        assertEquals(2, report.failures().size());
        assertTrue(report.failures().getFirst().startsWith("loss, with NaN in the data: at 0 is 1.0, not NaN"));
        assertTrue(report.failures().getLast().startsWith("parameters, with NaN in the data: none is NaN"));
    }

    /** Something left uninitialised: one bit, in the second session only. */
    @Test
    void findsASecondRunWithOtherBits() {
        final int[] downloads = {0};
        final TrainingReport report = faulty((_, tensor, values) -> {
            if (tensor.equals(weight())) {
                downloads[0]++;
                // 1 and 2: after 1 and 10 steps; 3: with NaN; 5: the second session's, after 10 steps.
                values[5] = downloads[0] == 5 ? Math.nextUp(values[5]) : values[5];
            }
        });
        assertEquals(
                List.of("a second run gives other bits: l1.weight after 10 steps"),
                report.failures().subList(0, 1));
        assertFalse(report.passed());
    }

    private TrainingReport faulty(FaultyBackend.Fault fault) {
        return new TrainingCheck(FaultyBackend.with(fault), DeviceOptions.defaults()).check(reference);
    }

    private Tensor weight() {
        return reference.model().network().parameterTensors().getFirst();
    }
}
