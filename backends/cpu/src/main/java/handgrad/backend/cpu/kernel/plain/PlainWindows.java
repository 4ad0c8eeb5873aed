package handgrad.backend.cpu.kernel.plain;

import handgrad.backend.cpu.kernel.DualCall;
import handgrad.backend.cpu.kernel.Workspace;

/** The working arrays of {@link PlainWeightSums}, made when they are first needed. */
final class PlainWindows implements Workspace {
    private static final int TAPS = PlainLoops.LANE_TAPS;

    /** The sums of each kernel. */
    float[][] sums = {};
    /** For each input channel the windows of some taps. */
    float[][] x = {};
    /** For each of the taps the lanes of dy, repeated. */
    float[][] a = {};

    /** Those that are kept with a call. */
    static PlainWindows of(DualCall call) {
        if (call.workspace instanceof final PlainWindows kept) {
            return kept;
        }
        final PlainWindows made = new PlainWindows();
        call.workspace = made;
        return made;
    }

    /** Sees to it that there is room for some kernels and input channels, and that an array has a length. */
    void reserve(int kernels, int windows, int length) {
        if (sums.length < kernels || sums[0].length < length) {
            sums = PlainLoops.arrays(kernels, length);
        }
        if (x.length < windows * TAPS || x[0].length < length) {
            x = PlainLoops.arrays(windows * TAPS, length);
            a = PlainLoops.arrays(TAPS, length);
        }
    }
}
