package handgrad.host.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.DeviceOptions;
import handgrad.host.check.OpCase;
import handgrad.host.check.OpCases;
import handgrad.host.check.OpCheck;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every op against the oracle under every plan, whatever the device: so nothing runs for the first time on a user's GPU. */
class OpenClPlansTest {
    private static final long SEED = 20_240_229;

    private final List<OpCase> cases = OpCases.all();

    @TestFactory
    Stream<DynamicNode> matchTheOracle() {
        OpenClHere.require();
        // Steps that one launch runs are left to the fixtures, and to the tests of every backend: each program takes
        // time to compile.
        return OpenClHere.plans()
                .filter(plan -> plan.contains("plain") || plan.contains("launches"))
                .map(plan -> dynamicContainer(
                        String.join(":", plan),
                        OpCases.opTypes().stream()
                                .map(Class::getSimpleName)
                                .map(op -> dynamicTest(op, () -> assertMatches(plan, op)))));
    }

    private void assertMatches(List<String> plan, String op) {
        final List<OpCase> casesOfOp =
                cases.stream().filter(opCase -> opCase.op().name().equals(op)).toList();
        assertEquals(
                List.of(),
                new OpCheck(new OpenClBackend(), new DeviceOptions(plan, 1), SEED)
                        .check(casesOfOp)
                        .getFirst()
                        .failures());
    }
}
