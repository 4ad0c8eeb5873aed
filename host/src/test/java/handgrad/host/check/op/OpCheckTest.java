package handgrad.host.check.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.oracle.OracleBackend;
import handgrad.backend.oracle.OracleSession;
import handgrad.host.check.cases.CaseInputs;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import handgrad.host.check.cases.ValueKind;
import handgrad.program.RecordOp.RecordLoss;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The check passes right results and finds errors made on purpose. */
class OpCheckTest {
    /** Without the large cases, which take time and find no further kind of error. */
    private final List<OpCase> cases = OpCases.all().stream()
            .filter(opCase -> opCase.program().tensors().stream().allMatch(tensor -> tensor.size() < 3000))
            .toList();

    /** Rounding the exact result once is within every bound. */
    @Test
    void passesTheRoundedTruth() {
        final List<OpReport> reports = check(new OracleBackend());
        assertEquals(OpCases.opTypes().size(), reports.size());
        reports.forEach(report -> {
            assertEquals(List.of(), report.failures());
            assertTrue(report.worst() <= 1, report::toString);
            assertTrue(report.relative() <= 0x1p-24, report::toString);
            assertTrue(report.runs() > 0, report::toString);
        });
    }

    /** An op that is left out leaves poison behind, whatever the op. */
    @Test
    void findsOutputsThatWereNeverWritten() {
        assertEquals(Set.of(), passing(FaultyBackend.lazy()));
    }

    /** One wrong element in the last place of each float output. */
    @Test
    void findsOneElementLeftAtZero() {
        final var faulty = FaultyBackend.with((op, tensor, values) -> {
            if (op.outputs().contains(tensor)) {
                values[values.length - 1] = 0;
            }
        });
        assertEquals(INTEGER_OPS, passing(faulty));
    }

    /** 10⁻⁵ is a hundred times the rounding of one operation: only wrong formulas are off by it. */
    @Test
    void findsASmallFactor() {
        final var faulty = FaultyBackend.with((op, tensor, values) -> {
            for (int i = 0; op.outputs().contains(tensor) && i < values.length; i++) {
                values[i] *= 1.00001F;
            }
        });
        assertEquals(INTEGER_OPS, passing(faulty));
    }

    /** Something written where the op only reads, such as past the end of its output. */
    @Test
    void findsChangedInputs() {
        final var faulty = FaultyBackend.with((op, tensor, values) -> {
            if (!op.outputs().contains(tensor) && values.length > 3) {
                values[0] = Math.nextUp(values[0]);
            }
        });
        assertTrue(failing(faulty).containsAll(Set.of("Conv2dForward", "LinearBackwardWeight", "GatherRows")));
    }

    /** A divergence must stay visible: where NaN is expected, a number fails. */
    @Test
    void findsNaNThatWasLost() {
        final var faulty = FaultyBackend.with((_, tensor, values) -> {
            for (int i = 0; !tensor.role().isResident() && i < values.length; i++) {
                values[i] = Float.isNaN(values[i]) ? 0 : values[i];
            }
        });
        assertTrue(failing(faulty)
                .containsAll(Set.of("Conv2dForward", "ActivationForward", "ScoreLossForward", "MaxPoolForward")));
    }

    /** The bound of a compensated sum is too tight for a plain one. */
    @Test
    void findsAPlainSumOfLosses() {
        final OpCase opCase = OpCases.all().stream()
                .filter(candidate -> candidate.name().startsWith("RecordLoss 60000"))
                .findFirst()
                .orElseThrow();
        final CaseInputs inputs = opCase.inputs(ValueKind.NORMAL, 1);
        final RecordLoss op = (RecordLoss) opCase.op();
        float plain = 0;
        double exact = 0;
        for (final float loss : inputs.floats().get(op.losses())) {
            plain += loss;
            exact += loss;
        }
        final OracleSession oracle = new OracleBackend().open(DeviceOptions.defaults(), List.of(opCase.program()));
        final double allowed = ErrorBounds.of(opCase, inputs, oracle).get(op.history())[1];
        assertTrue(Math.abs(plain - exact) > 2 * allowed);
        assertTrue(Math.abs((float) exact - exact) < allowed / 2);
    }

    @Test
    void tellsWhatWasWrong() {
        final var faulty = FaultyBackend.with((op, tensor, values) -> {
            if (op.outputs().contains(tensor)) {
                values[0] += 1000;
            }
        });
        final OpReport report = new OpCheck(faulty, DeviceOptions.defaults(), 1)
                .check(cases.stream()
                        .filter(opCase -> opCase.name().equals("LinearForward 1×1 to 1"))
                        .toList())
                .getFirst();
        assertFalse(report.passed());
        assertTrue(report.worst() > 1);
        final String failure = report.failures().getFirst();
        assertTrue(
                failure.startsWith("LinearForward 1×1 to 1, NORMAL: LinearForward 1×1 to 1.y [1×1] at 0 is 99"),
                failure);
        assertTrue(failure.contains("±"), failure);
    }

    @Test
    void repeatsAreComparedToTheBit() {
        final RepeatCheck right = new RepeatCheck(new OracleBackend(), 1);
        assertEquals(List.of(), right.check(cases, DeviceOptions.defaults(), DeviceOptions.defaults()));
        final int[] downloads = {0};
        final var faulty = FaultyBackend.with((_, _, values) -> {
            downloads[0]++;
            if (downloads[0] == 2) {
                values[0] = 12_345;
            }
        });
        final RepeatCheck wrong = new RepeatCheck(faulty, 1);
        assertEquals(
                1,
                wrong.check(cases, DeviceOptions.defaults(), DeviceOptions.defaults())
                        .size());
    }

    /** Ops without a float output, which a fault in floats cannot touch. */
    private static final Set<String> INTEGER_OPS =
            Set.of("GatherLabels", "Advance", "ClassHits", "ScoreHits", "RecordHits");

    private List<OpReport> check(Backend backend) {
        return new OpCheck(backend, DeviceOptions.defaults(), 1).check(cases);
    }

    private Set<String> passing(Backend backend) {
        return check(backend).stream()
                .filter(OpReport::passed)
                .map(OpReport::op)
                .collect(Collectors.toSet());
    }

    private Set<String> failing(Backend backend) {
        return check(backend).stream()
                .filter(report -> !report.passed())
                .map(OpReport::op)
                .collect(Collectors.toSet());
    }
}
