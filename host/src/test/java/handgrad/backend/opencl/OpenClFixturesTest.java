package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.host.check.fixture.Fixture;
import handgrad.host.check.fixture.FixtureCheck;
import handgrad.host.check.fixture.FixtureReport;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Ten training steps of every fixture, whose numbers PyTorch computed, under every plan, whatever the device. */
class OpenClFixturesTest {
    @TestFactory
    Stream<DynamicNode> matchPyTorch() throws IOException, URISyntaxException {
        OpenClHere.require();
        final List<Path> fixtures;
        try (Stream<Path> files = Files.list(
                Path.of(OpenClFixturesTest.class.getResource("/fixtures").toURI()))) {
            fixtures = files.sorted().toList();
        }
        return OpenClHere.plans()
                .map(plan -> dynamicContainer(
                        String.join(":", plan),
                        fixtures.stream()
                                .filter(file -> isWorthIt(plan, file))
                                .map(file ->
                                        dynamicTest(file.getFileName().toString(), () -> assertMatches(plan, file)))));
    }

    /**
     * The plain plan fuses nothing: its ops are tested one by one elsewhere, and one network shows that they work
     * together.
     */
    private static boolean isWorthIt(List<String> plan, Path file) {
        return !plan.equals(List.of("plain")) || file.getFileName().toString().startsWith("lenet5-modern");
    }

    private static void assertMatches(List<String> plan, Path file) {
        final DeviceRequest request = new DeviceRequest(OpenClBackend.NAME, plan);
        final FixtureReport report = new FixtureCheck(Fixture.read(file))
                .run(new Devices(List.of(new OpenClBackend()), List.of()).choose(request, 1));
        assertEquals(
                Optional.empty(),
                report.errors().stream().filter(error -> !error.passed()).findFirst());
    }
}
