package handgrad.host.labs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import handgrad.activation.Activations;
import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.bench.LabBench;
import handgrad.host.labs.finding.Outcome;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Op;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabsTest {
    @Test
    void areTenByNumber() {
        assertEquals(
                IntStream.rangeClosed(1, 10).boxed().toList(),
                Labs.all().stream().map(Lab::number).toList());
        assertEquals(10, Labs.all().stream().map(Lab::name).distinct().count());
    }

    /** A new backend joins without new code. */
    @TestFactory
    Stream<DynamicNode> holdOnEveryUsableDevice() {
        return Devices.installed().usable(2).stream()
                .map(device -> dynamicContainer(
                        device.request().toString(),
                        Labs.all().stream().map(lab -> dynamicTest(lab.name(), () -> assertHolds(lab, device)))));
    }

    private static void assertHolds(Lab lab, ChosenDevice device) {
        final Outcome outcome = lab.run(new LabBench(device, 5));
        assertEquals(
                List.of(),
                outcome.findings().stream().filter(finding -> !finding.holds()).toList());
    }

    /** For each lab a broken kernel that it depends on. */
    static List<Arguments> sabotages() {
        return List.of(
                scaled(1, MaxPoolForward.class),
                scaled(2, LinearBackwardInput.class),
                scaled(2, LinearBackwardWeight.class),
                scaled(2, ActivationBackward.class),
                scaled(3, SoftmaxCrossEntropyBackward.class),
                scaled(3, ScoreLossBackward.class),
                scaled(4, SoftmaxCrossEntropyForward.class),
                scaled(4, ScoreLossForward.class),
                scaled(5, SoftmaxCrossEntropyForward.class),
                scaled(6, ActivationForward.class),
                scaled(6, ActivationBackward.class),
                scaled(6, ScoreLossBackward.class),
                scaled(7, ActivationForward.class),
                scaled(7, LinearBackwardWeight.class),
                leakyGradient(8),
                unlearned(8),
                scaled(9, MaxPoolBackward.class),
                scaled(9, Conv2dBackwardInput.class),
                scaled(10, ScoreLossBackward.class),
                scaled(10, LinearBackwardInput.class));
    }

    private static Arguments scaled(int lab, Class<? extends Op> kernel) {
        return arguments(lab, kernel.getSimpleName() + " 1 % too large", SabotagedBackend.scaling(kernel));
    }

    private static Arguments leakyGradient(int lab) {
        return arguments(
                lab,
                "ActivationBackward of ReLU lets a hundredth through below 0",
                SabotagedBackend.replacing(
                        ActivationBackward.class,
                        op -> new ActivationBackward(Activations.leakyRelu(0.01f), op.x(), op.y(), op.dy(), op.dx())));
    }

    private static Arguments unlearned(int lab) {
        return arguments(
                lab,
                "ActivationBackward of leaky ReLU lets nothing through below 0",
                SabotagedBackend.replacing(
                        ActivationBackward.class,
                        op -> new ActivationBackward(Activations.RELU, op.x(), op.y(), op.dy(), op.dx())));
    }

    @ParameterizedTest(name = "lab {0}: {1}")
    @MethodSource("sabotages")
    void failWhereAKernelTheyDependOnIsBroken(int lab, String mistake, SabotagedBackend backend) {
        assertFalse(
                Labs.all().get(lab - 1).run(new LabBench(device(backend), 5)).holds(), mistake);
    }

    static ChosenDevice device(Backend backend) {
        return new ChosenDevice(DeviceRequest.parse(backend.name()), backend, DeviceOptions.defaults());
    }
}
