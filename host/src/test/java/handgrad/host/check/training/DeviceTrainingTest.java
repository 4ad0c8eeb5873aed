package handgrad.host.check.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.homework.Homework;
import handgrad.host.check.op.TestedDevice;
import handgrad.training.Model;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Ten training steps of every model on every usable device, as its backend fuses them, against the oracle. */
class DeviceTrainingTest {
    @TestFactory
    Stream<DynamicNode> matchTheOracle() {
        final List<TestedDevice> devices = TestedDevice.all();
        return Homework.models().stream().map(model -> dynamicContainer(model.name(), matchTheOracle(model, devices)));
    }

    private static Stream<DynamicNode> matchTheOracle(Model model, List<TestedDevice> devices) {
        final TrainingReference reference = TrainingReference.of(model, 1);
        return devices.stream()
                .map(device -> dynamicTest(
                        device.toString(),
                        () -> assertEquals(
                                List.of(),
                                new TrainingCheck(device.backend(), device.options(2))
                                        .check(reference)
                                        .failures())));
    }
}
