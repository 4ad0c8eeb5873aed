package handgrad.backend.cpu.kernel;

import handgrad.program.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction, rows or columns, of a convolution or of its input gradient: which input indices go into an output
 * index, and with which index of the kernel. Output indices of one phase see the same kernel indices: a forward
 * convolution has one phase, an input gradient as many as the stride.
 *
 * @param outputs the number of output indices
 * @param inputs the number of input indices
 * @param bases for each output index the input index that the taps' shifts are relative to, possibly outside the input
 * @param phases for each output index its phase
 * @param taps for each phase its taps
 */
record ConvolutionAxis(int outputs, int inputs, int[] bases, int[] phases, List<List<Tap>> taps) {
    /**
     * One term.
     *
     * @param kernel the index in the kernel
     * @param shift what to add to the base to get the input index
     */
    record Tap(int kernel, int shift) {}

    /** y[i] = Σ_u w[u] x[i·s − p + u]. */
    static ConvolutionAxis forward(int outputs, int inputs, Window window) {
        final int[] bases = new int[outputs];
        for (int i = 0; i < outputs; i++) {
            bases[i] = i * window.stride() - window.padding();
        }
        final List<Tap> taps = new ArrayList<>();
        for (int u = 0; u < window.size(); u++) {
            taps.add(new Tap(u, u));
        }
        return new ConvolutionAxis(outputs, inputs, bases, new int[outputs], List.of(taps));
    }

    /**
     * dx[r] = Σ w[u] dy[i] over all i, u with i·s − p + u = r. With r + p = b·s + f these are u = f + m·s, i = b − m
     * for m = 0, 1 ….
     */
    static ConvolutionAxis backward(int outputs, int inputs, Window window) {
        final int stride = window.stride();
        final int[] bases = new int[outputs];
        final int[] phases = new int[outputs];
        for (int r = 0; r < outputs; r++) {
            bases[r] = (r + window.padding()) / stride;
            phases[r] = (r + window.padding()) % stride;
        }
        final List<List<Tap>> taps = new ArrayList<>();
        for (int f = 0; f < stride; f++) {
            final List<Tap> phase = new ArrayList<>();
            for (int m = 0; f + m * stride < window.size(); m++) {
                phase.add(new Tap(f + m * stride, -m));
            }
            taps.add(phase);
        }
        return new ConvolutionAxis(outputs, inputs, bases, phases, taps);
    }

    /** The taps of an output index that fall on the input. They are consecutive. */
    List<Tap> tapsAt(int output) {
        final List<Tap> inside = new ArrayList<>();
        for (final Tap tap : taps.get(phases[output])) {
            final int input = bases[output] + tap.shift();
            if (input >= 0 && input < inputs) {
                inside.add(tap);
            }
        }
        return inside;
    }

    /** The output indices of a phase, ascending. */
    List<Integer> outputsOf(int phase) {
        final List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            if (phases[i] == phase) {
                indices.add(i);
            }
        }
        return indices;
    }
}
