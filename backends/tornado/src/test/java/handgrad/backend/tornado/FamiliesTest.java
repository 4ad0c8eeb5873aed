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

class FamiliesTest {
    /** A program that reads some residents. */
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
    void fewProgramsAreOneFamilyAndEachIsInItOnce() {
        final Program first = reading("first", "a");
        final Program second = reading("second", "b");
        assertEquals(List.of(List.of(first, second)), Families.of(List.of(first, second, first)));
    }

    @Test
    void manyUnrelatedProgramsAreSplit() {
        final List<Program> programs = IntStream.range(0, 2 * Families.MAX_RESIDENTS + 1)
                .mapToObj(i -> reading("program " + i, "x" + i))
                .toList();
        final List<List<Program>> families = Families.of(programs);
        assertEquals(3, families.size());
        assertEquals(programs, families.stream().flatMap(List::stream).toList());
        families.forEach(family -> assertTrue(family.size() <= Families.MAX_RESIDENTS));
    }

    /** a–b and c–d are brought together by the last program. */
    @Test
    void whatSharesAResidentStaysTogetherHoweverLarge() {
        final List<Program> programs = new ArrayList<>();
        for (int i = 0; i < Families.MAX_RESIDENTS; i++) {
            programs.add(reading("left " + i, "a", "b" + i));
            programs.add(reading("right " + i, "c", "d" + i));
        }
        programs.add(reading("bridge", "a", "c"));
        final List<List<Program>> families = Families.of(programs);
        assertEquals(1, families.size());
        assertEquals(programs.size(), families.getFirst().size());
    }
}
