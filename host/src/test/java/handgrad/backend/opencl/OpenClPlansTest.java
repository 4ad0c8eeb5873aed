package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.DeviceOptions;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import handgrad.host.check.op.OpCheck;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every op against the oracle under every plan, whatever the device: so nothing runs for the first time on a user's
 * GPU.
 */
class OpenClPlansTest {
    private static final long SEED = 20_240_229;

    private final List<OpCase> cases = OpCases.all();

    @TestFactory
    Stream<DynamicNode> matchTheOracle() {
        OpenClHere.require();
        // A kernel takes PoCL some 80 ms to compile. The tests of all backends run all cases on the device's own plan;
        // of the other plans, half of the cases run with the GPU plan, which is never used on a processor otherwise,
        // and a quarter with the others. "check" runs them all.
        return Stream.of(container(List.of("gpu", "launches"), 2), container(List.of("plain"), 4));
    }

    private DynamicNode container(List<String> plan, int every) {
        return dynamicContainer(
                String.join(":", plan),
                OpCases.opTypes().stream()
                        .map(Class::getSimpleName)
                        .map(op -> dynamicTest(op, () -> assertMatches(plan, op, every))));
    }

    private void assertMatches(List<String> plan, String op, int every) {
        final List<OpCase> casesOfOp =
                cases.stream().filter(opCase -> opCase.op().name().equals(op)).toList();
        final List<OpCase> chosen = IntStream.range(0, casesOfOp.size())
                .filter(i -> i % every == every - 1 || i == casesOfOp.size() - 1)
                .mapToObj(casesOfOp::get)
                .toList();
        assertEquals(
                List.of(),
                new OpCheck(new OpenClBackend(), new DeviceOptions(plan, 1), SEED)
                        .check(chosen)
                        .getFirst()
                        .failures());
    }
}
