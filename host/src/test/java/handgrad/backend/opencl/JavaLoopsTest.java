package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaLoopsTest {
    @Test
    void everyOpHasOne() {
        assertEquals(
                List.of(),
                OpCases.all().stream()
                        .map(OpCase::op)
                        .filter(op -> JavaLoops.of(op).isEmpty())
                        .toList());
    }
}
