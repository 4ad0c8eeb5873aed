package handgrad.host.check.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every op on every usable device, against the oracle and against itself. A new backend is included without new code.
 */
class BackendOpsTest {
    private static final long SEED = 20_240_229;

    private final List<OpCase> cases = OpCases.all();

    /** Continuous integration has an OpenCL device for the processor; skipping its tests must fail there. */
    @Test
    void devicesThatAreRequiredAreThere() {
        assertEquals(List.of(), TestedDevice.missing(System.getenv()));
    }

    @Test
    void aRequiredDeviceThatIsMissingIsFound() {
        final Map<String, String> environment = Map.of("HANDGRAD_REQUIRE_FAULTY", "1", "HANDGRAD_REQUIRE_OTHER", "0");
        assertEquals(1, TestedDevice.missing(environment, List.of()).size());
        assertEquals(
                1,
                TestedDevice.missing(environment, List.of(FaultyBackend.unusable()))
                        .size());
        assertEquals(List.of(), TestedDevice.missing(environment, List.of(FaultyBackend.lazy())));
    }

    @TestFactory
    Stream<DynamicNode> matchTheOracle() {
        return TestedDevice.all().stream()
                .map(device -> dynamicContainer(
                        device.toString(), opNames().map(op -> dynamicTest(op, () -> assertMatches(device, op)))));
    }

    @TestFactory
    Stream<DynamicNode> giveTheSameBitsAgain() {
        return TestedDevice.all().stream()
                .map(device -> dynamicTest(device.toString(), () -> assertEquals(List.of(), differences(device))));
    }

    /** The same programs as above in a session, so that a driver with a compiler cache need not compile again. */
    private List<String> differences(TestedDevice device) {
        final RepeatCheck check = new RepeatCheck(device.backend(), SEED);
        return opNames()
                .flatMap(op -> check.check(casesOf(op), device.options(1), device.options(2)).stream())
                .toList();
    }

    private void assertMatches(TestedDevice device, String op) {
        final OpReport report = new OpCheck(
                        device.backend(), device.options(Runtime.getRuntime().availableProcessors()), SEED)
                .check(casesOf(op))
                .getFirst();
        assertEquals(List.of(), report.failures());
    }

    private Stream<String> opNames() {
        return cases.stream().map(opCase -> opCase.op().name()).distinct();
    }

    private List<OpCase> casesOf(String op) {
        return cases.stream().filter(opCase -> opCase.op().name().equals(op)).toList();
    }
}
