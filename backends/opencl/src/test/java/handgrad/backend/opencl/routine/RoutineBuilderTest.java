package handgrad.backend.opencl.routine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tensors and sizes are bound by a section's signature. */
class RoutineBuilderTest {
    private static final Tensor W = Tensor.parameter("w", Shape.of(2, 12));

    private static Tensor samples(String name, int... shape) {
        return Tensor.activation(name, Shape.of(shape));
    }

    @Test
    void anOpsTensorsGoToTheFormalsInOrder() {
        final Routine routine = new RoutineBuilder(new LinearForward(
                        samples("x", 3, 12), W, Tensor.parameter("bias", Shape.of(2)), samples("z", 3, 2)))
                .build();
        assertEquals(
                List.of("x=x", "w=w", "b=bias", "y=z"),
                routine.operands().stream()
                        .map(operand ->
                                operand.formal() + "=" + operand.tensor().name())
                        .toList());
        assertEquals(Map.of("C", 12, "O", 2), routine.constants());
        assertEquals(3, routine.batch());
        assertEquals("z", routine.result().orElseThrow().tensor().name());
    }

    @Test
    void theLastDimensionTakesAllThatAreLeft() {
        final List<Tensor> sums = List.of(Tensor.parameter("db", Shape.of(3)));
        assertEquals(
                20,
                new RoutineBuilder("ChannelSum", List.of(samples("dy", 2, 3, 4, 5)), sums)
                        .build()
                        .constants()
                        .get("PLANE"));
        assertEquals(
                1,
                new RoutineBuilder("ChannelSum", List.of(samples("dy", 2, 3)), sums)
                        .build()
                        .constants()
                        .get("PLANE"));
    }

    @Test
    void aResultWithoutATensorIsNotStored() {
        assertTrue(new RoutineBuilder("ElementwiseWhole", List.of(W), List.of())
                .build()
                .result()
                .isEmpty());
    }

    @Test
    void shapesThatContradictAreRefused() {
        final List<Tensor> x = List.of(samples("x", 2, 3));
        final List<Tensor> y = List.of(samples("y", 2, 4));
        final Exception refused =
                assertThrows(IllegalArgumentException.class, () -> new RoutineBuilder("Elementwise", x, y));
        assertEquals("SIZE of Elementwise is 3 and 4", refused.getMessage());
    }

    @Test
    void aNameWithoutASectionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RoutineBuilder("Nothing", List.of(), List.of()));
    }
}
