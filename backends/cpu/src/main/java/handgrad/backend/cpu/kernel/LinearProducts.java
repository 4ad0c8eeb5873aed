package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.layout.GroupLayout;
import java.util.stream.IntStream;

/** The products of the linear layer with the samples innermost. */
public final class LinearProducts {
    private LinearProducts() {}

    /** y = x wᵀ + b: rows are the outputs, taps the inputs. */
    public static BroadcastProduct forward(Kernels kernels, GroupLayout x, GroupLayout y) {
        final int[] inputs = x.offsets();
        final int[] outputs = y.offsets();
        return BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                        multiples(outputs.length, inputs.length),
                        multiples(inputs.length, 1),
                        new int[1],
                        inputs,
                        outputs,
                        new int[1]),
                outputs.length);
    }

    /** dx = dy w: rows are the inputs, taps the outputs. */
    public static BroadcastProduct backward(Kernels kernels, GroupLayout dy, GroupLayout dx) {
        final int[] inputs = dx.offsets();
        final int[] outputs = dy.offsets();
        return BroadcastProduct.dense(
                kernels,
                BroadcastTables.of(
                        multiples(inputs.length, 1),
                        multiples(outputs.length, inputs.length),
                        new int[1],
                        outputs,
                        inputs,
                        new int[1]),
                inputs.length);
    }

    private static int[] multiples(int count, int step) {
        return IntStream.range(0, count).map(i -> i * step).toArray();
    }
}
