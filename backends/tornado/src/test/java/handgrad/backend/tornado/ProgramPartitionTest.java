package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgramPartitionTest {
    /** A program that reads residents of these names. */
    private static Program reading(String name, String... residents) {
        final List<ActivationForward> ops = new ArrayList<>();
        for (final String resident : residents) {
            ops.add(new ActivationForward(
                    Activations.TANH,
                    Tensor.data(resident, Shape.of(2)),
                    Tensor.activation("of " + resident, Shape.of(2))));
        }
        return new Program(name, List.copyOf(ops), List.of());
    }

    @Test
    void fewProgramsAreOnePartAndEachIsInItOnce() {
        final Program first = reading("first", "a");
        final Program second = reading("second", "b");
        assertEquals(List.of(List.of(first, second)), ProgramPartition.of(List.of(first, second, first)));
    }

    @Test
    void manyUnrelatedProgramsAreSplit() {
        final List<Program> programs = IntStream.range(0, 2 * ProgramPartition.MAX_RESIDENTS + 1)
                .mapToObj(i -> reading("program " + i, "x" + i))
                .toList();
        final List<List<Program>> parts = ProgramPartition.of(programs);
        assertEquals(3, parts.size());
        assertEquals(programs, parts.stream().flatMap(List::stream).toList());
        parts.forEach(part -> assertTrue(part.size() <= ProgramPartition.MAX_RESIDENTS));
    }

    /** The last program joins a–b and c–d. */
    @Test
    void whatSharesAResidentStaysTogetherHoweverLarge() {
        final List<Program> programs = new ArrayList<>();
        for (int i = 0; i < ProgramPartition.MAX_RESIDENTS; i++) {
            programs.add(reading("left " + i, "a", "b" + i));
            programs.add(reading("right " + i, "c", "d" + i));
        }
        programs.add(reading("bridge", "a", "c"));
        final List<List<Program>> parts = ProgramPartition.of(programs);
        assertEquals(1, parts.size());
        assertEquals(programs.size(), parts.getFirst().size());
    }
}
