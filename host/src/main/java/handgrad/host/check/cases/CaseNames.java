package handgrad.host.check.cases;

import handgrad.program.Shape;
import handgrad.program.Window;
import java.util.stream.IntStream;

/** The names of cases, and helpers for small shapes. */
public final class CaseNames {
    private CaseNames() {}

    /**
     * Writes a shape.
     *
     * @param shape the extents
     * @return such as {@code 6×14×14}
     */
    public static String sizes(int... shape) {
        return Shape.of(shape).toString();
    }

    /**
     * Writes a window.
     *
     * @param window the window
     * @return such as {@code window 5 stride 1 padding 2}
     */
    public static String window(Window window) {
        return "window " + window.size() + " stride " + window.stride() + " padding " + window.padding();
    }

    /**
     * The shape of so many samples.
     *
     * @param batch how many samples
     * @param sample the shape of one
     * @return batch first
     */
    public static int[] prepend(int batch, int... sample) {
        return IntStream.concat(IntStream.of(batch), IntStream.of(sample)).toArray();
    }
}
