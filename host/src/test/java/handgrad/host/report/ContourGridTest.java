package handgrad.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ContourGridTest {
    private static final int SIDE = 201;
    private static final double LIMIT = 4;

    private static ContourGrid of(DoubleBinaryOperator function) {
        final float[] values = new float[SIDE * SIDE];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                values[row * SIDE + column] = (float) function.applyAsDouble(
                        LIMIT * (2.0 * column / (SIDE - 1) - 1), LIMIT * (2.0 * row / (SIDE - 1) - 1));
            }
        }
        return new ContourGrid(values, SIDE, LIMIT);
    }

    /** x² + 4y² = 4: half axes 2 and 1, circumference 9.6884 (Ramanujan's approximation, exact to its digits). */
    @Test
    void anEllipseIsFoundWithItsLength() {
        final ContourGrid.Lines lines = of((x, y) -> x * x + 4 * y * y).contour(4);

        double length = 0;
        for (final ContourGrid.Segment segment : lines.segments()) {
            // A line between two points of the grid is off by at most a quarter of f''·h² / f', h = 0.04.
            assertEquals(4, segment.x1() * segment.x1() + 4 * segment.y1() * segment.y1(), 0.004);
            length += Math.hypot(segment.x2() - segment.x1(), segment.y2() - segment.y1());
        }
        assertEquals(9.6884, length, 0.005);
    }

    @Test
    void aLineThatRisesToTheRightKeepsItsDirection() {
        final ContourGrid.Lines lines = of((x, y) -> y - x / 2).contour(1);

        assertTrue(lines.segments().size() >= SIDE - 1);
        for (final ContourGrid.Segment segment : lines.segments()) {
            assertEquals(1, segment.y1() - segment.x1() / 2, 1e-5);
            assertEquals(1, segment.y2() - segment.x2() / 2, 1e-5);
        }
    }

    @Test
    void thePiecesAreDrawnWithGapsBetweenThem() {
        final ContourGrid.Lines lines = of((x, y) -> x).contour(0.5);

        assertEquals(3 * lines.segments().size(), lines.x().length);
        assertTrue(Double.isNaN(lines.y()[2]));
        assertEquals(0, of((x, y) -> x).contour(5).segments().size());
    }
}
