package handgrad.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.UpdateOp.Update;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private final Tensor x = Tensor.data("x", Shape.of(3, 4));
    private final Tensor w = Tensor.parameter("w", Shape.of(5, 4));
    private final Tensor b = Tensor.parameter("b", Shape.of(5));
    private final Tensor y = Tensor.activation("y", Shape.of(3, 5));
    private final Tensor z = Tensor.activation("z", Shape.of(3, 5));

    @Test
    void listsEachTensorOnceInOrderOfFirstUse() {
        final Program program = new Program(
                "p", List.of(new LinearForward(x, w, b, y), new ActivationForward(Activations.TANH, y, z)), List.of(z));

        assertEquals(List.of(x, w, b, y, z), program.tensors());
        assertEquals(List.of(x, w, b), program.residents());
    }

    @Test
    void refusesToReadWhatNothingWrote() {
        final Op tanh = new ActivationForward(Activations.TANH, y, z);

        final var thrown =
                assertThrows(IllegalArgumentException.class, () -> new Program("p", List.of(tanh), List.of()));

        assertEquals("p: ActivationForward reads y [3×5] before anything wrote it", thrown.getMessage());
    }

    @Test
    void refusesOneNameForTwoTensors() {
        final Tensor otherY = Tensor.activation("y", Shape.of(3, 7));
        final Tensor otherW = Tensor.parameter("w7", Shape.of(7, 4));
        final Tensor otherB = Tensor.parameter("b7", Shape.of(7));
        final List<Op> ops = List.of(new LinearForward(x, w, b, y), new LinearForward(x, otherW, otherB, otherY));

        final var thrown = assertThrows(IllegalArgumentException.class, () -> new Program("p", ops, List.of()));

        assertTrue(thrown.getMessage().contains("y [3×7] was y [3×5] before"), thrown.getMessage());
    }

    @Test
    void refusesToWriteData() {
        final Tensor data = Tensor.data("w", Shape.of(5, 4));
        final Op update = Update.plain(data, Tensor.data("dw", Shape.of(5, 4)), Tensor.state("rate", 1));

        assertThrows(IllegalArgumentException.class, () -> new Program("p", List.of(update), List.of()));
    }

    @Test
    void refusesAnOutputThatNothingWrites() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Program("p", List.of(new LinearForward(x, w, b, y)), List.of(z)));
    }

    @Test
    void opsRefuseShapesThatDoNotFit() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LinearForward(x, w, b, Tensor.activation("y", Shape.of(3, 6))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LinearForward(x, Tensor.parameter("w", Shape.of(5, 3)), b, y));
        assertThrows(IllegalArgumentException.class, () -> new ActivationForward(Activations.RELU, x, y));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Conv2dForward(
                        Tensor.data("x", Shape.of(2, 3, 8, 9)),
                        Tensor.parameter("w", Shape.of(4, 3, 5, 5)),
                        Tensor.parameter("b", Shape.of(4)),
                        Tensor.activation("y", Shape.of(2, 4, 4, 4)),
                        new Window(5, 1, 0)));
    }

    @Test
    void opsRefuseElementsOfTheWrongType() {
        final Tensor floats = Tensor.data("labels", Shape.of(9));

        assertThrows(
                IllegalArgumentException.class,
                () -> new GatherLabels(
                        floats,
                        Tensor.counters("order", 9),
                        Tensor.counters("position", 2),
                        Tensor.labels("batch", 3)));
    }

    @Test
    void windowCountsItsPositions() {
        assertEquals(28, new Window(5, 1, 2).outputExtent(28));
        assertEquals(14, new Window(2, 2, 0).outputExtent(28));
        assertEquals(3, new Window(3, 2, 0).outputExtent(8));
        assertThrows(IllegalArgumentException.class, () -> new Window(5, 1, 0).outputExtent(4));
        assertThrows(IllegalArgumentException.class, () -> new Window(2, 0, 0));
    }

    @Test
    void connectionTableSeenFromBothSides() {
        final ConnectionTable table = new ConnectionTable(3, List.of(List.of(0, 2), List.of(1), List.of(0, 1, 2)));

        assertEquals(6, table.connections());
        assertEquals(List.of(0, 2, 3, 6), ints(table.starts()));
        assertEquals(List.of(0, 2, 1, 0, 1, 2), ints(table.inputs()));
        assertEquals(List.of(0, 0, 1, 2, 2, 2), ints(table.outputs()));
        assertEquals(List.of(0, 2, 4, 6), ints(table.startsByInput()));
        assertEquals(List.of(0, 3, 2, 4, 1, 5), ints(table.connectionsByInput()));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionTable(2, List.of(List.of(1, 0))));
        assertThrows(IllegalArgumentException.class, () -> new ConnectionTable(2, List.of(List.of(2))));
    }

    @Test
    void shapeRefusesMoreThanAnArrayHolds() {
        assertThrows(IllegalArgumentException.class, () -> Shape.of(65536, 65536));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(3, 0));
        assertEquals(65536 * 32767, Shape.of(65536, 32767).size());
    }

    private static List<Integer> ints(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
