package handgrad.host.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every op of every usable backend that is found, against the oracle, and against itself. A new backend joins without new code. */
class BackendOpsTest {
    private static final long SEED = 20_240_229;

    private final List<OpCase> cases = OpCases.all();

    @TestFactory
    Stream<DynamicNode> matchTheOracle() {
        return backends()
                .map(backend -> dynamicContainer(
                        backend.name(), opNames().map(op -> dynamicTest(op, () -> assertMatches(backend, op)))));
    }

    @TestFactory
    Stream<DynamicNode> giveTheSameBitsAgain() {
        return backends()
                .map(backend -> dynamicTest(
                        backend.name(),
                        () -> assertEquals(
                                List.of(),
                                new RepeatCheck(backend, SEED)
                                        .check(
                                                cases,
                                                new DeviceOptions(List.of(), 1),
                                                new DeviceOptions(List.of(), 2)))));
    }

    private void assertMatches(Backend backend, String op) {
        final List<OpCase> casesOfOp =
                cases.stream().filter(opCase -> opCase.op().name().equals(op)).toList();
        final OpReport report = new OpCheck(backend, DeviceOptions.defaults(), SEED)
                .check(casesOfOp)
                .getFirst();
        assertEquals(List.of(), report.failures());
    }

    private Stream<String> opNames() {
        return cases.stream().map(opCase -> opCase.op().name()).distinct();
    }

    private static Stream<Backend> backends() {
        return ServiceLoader.load(Backend.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(backend -> !backend.name().equals("oracle"))
                .filter(backend -> backend.devices().getFirst().isUsable());
    }
}
